package io.foyer.registry.stream;

import io.foyer.contract.StreamRecord;
import io.foyer.contract.Tables;
import io.foyer.registry.domain.stream.StreamMerge;
import io.foyer.registry.domain.stream.StreamMerge.Ended;
import io.foyer.state.Replica;
import io.foyer.state.Replica.Event;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All streams as this replica knows them, by what they are asked for with. Never waits for anything. */
@ApplicationScoped
public class StreamView {
    /** Ends remembered at most; older ones are forgotten first. */
    private static final int MOST_ENDED = 20_000;

    private final Replica<StreamRecord> streams;
    private final Clock clock;
    private final Map<String, Map<String, StreamRecord>> byGuid = new ConcurrentHashMap<>();
    private final Map<String, Map<String, StreamRecord>> byAddress = new ConcurrentHashMap<>();
    private final Map<String, Ended> ended = new LinkedHashMap<>();

    public StreamView(SharedState state, Clock clock) {
        this.streams = state.replica(Tables.STREAMS);
        this.clock = clock;
        streams.onChange(this::changed);
    }

    /** Where the stream is: one record for each node. */
    public Collection<StreamRecord> copies(String guid) {
        return byGuid.getOrDefault(guid, Map.of()).values();
    }

    /** What a node has. */
    public Collection<StreamRecord> at(String address) {
        return byAddress.getOrDefault(address, Map.of()).values();
    }

    public List<StreamRecord> all() {
        return streams.all().stream()
                .map(Snapshot::value)
                .filter(StreamRecord::live)
                .toList();
    }

    /** The end of a stream, by record id, if it was a moment ago. */
    public Optional<Ended> endedLately(String id) {
        synchronized (ended) {
            return Optional.ofNullable(ended.get(id));
        }
    }

    private void changed(Event<StreamRecord> event) {
        switch (event) {
            case Event.Stored<StreamRecord>(Snapshot<StreamRecord> snapshot, Optional<StreamRecord> before) -> {
                StreamRecord stream = snapshot.value();
                if (stream.live()) {
                    put(byGuid, stream.guid(), stream);
                    put(byAddress, stream.address(), stream);
                } else {
                    before.filter(StreamRecord::live).ifPresent(this::ended);
                }
            }
            case Event.Removed<StreamRecord>(String id, StreamRecord before) -> {
                if (before.live()) {
                    ended(before);
                }
            }
        }
    }

    private void ended(StreamRecord stream) {
        remove(byGuid, stream.guid(), stream.id());
        remove(byAddress, stream.address(), stream.id());
        remember(stream);
    }

    private void remember(StreamRecord stream) {
        long now = clock.millis();
        synchronized (ended) {
            ended.remove(stream.id());
            ended.put(stream.id(), new Ended(stream, now));
            var oldest = ended.values().iterator();
            while (oldest.hasNext()) {
                boolean old = now - oldest.next().at() > StreamMerge.WEBHOOK_WINS.toMillis();
                if (!old && ended.size() <= MOST_ENDED) {
                    break;
                }
                oldest.remove();
            }
        }
    }

    private static void put(Map<String, Map<String, StreamRecord>> map, String key, StreamRecord stream) {
        map.compute(key, (k, held) -> {
            Map<String, StreamRecord> streams = held == null ? new ConcurrentHashMap<>(2) : held;
            streams.put(stream.id(), stream);
            return streams;
        });
    }

    private static void remove(Map<String, Map<String, StreamRecord>> map, String key, String id) {
        map.computeIfPresent(key, (k, held) -> {
            held.remove(id);
            return held.isEmpty() ? null : held;
        });
    }
}
