package io.foyer.room.streams;

import io.foyer.contract.StreamRecord;
import io.foyer.contract.Tables;
import io.foyer.room.Later;
import io.foyer.room.RoomConfig;
import io.foyer.room.conference.RoomWriter;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Room lists follow from the table of streams, whoever heard of a stream first: what is published appears in the room of
 * its scope unless it is excluded, what is not any more leaves it. Every replica does so; the decisions are idempotent,
 * so it does not matter who is first or that all are.
 *
 * <p>It looks at what is, not at what happened: a stream that ends and comes back within a moment never left.
 */
@ApplicationScoped
public class StreamFollower {
    private static final Logger LOG = Logger.getLogger(StreamFollower.class);

    /** Names of streams something happened to, by room. Bounded by the streams there are. */
    private final Map<RoomKey, Set<String>> touched = new HashMap<>();

    private final StreamIndex index;
    private final Replica<StreamRecord> streams;
    private final RoomWriter writer;
    private final PlaceKeeper places;
    private final Later later;
    private final StreamsConfig config;
    private final boolean endsBans;
    private boolean scheduled;

    public StreamFollower(
            SharedState state,
            StreamIndex index,
            RoomWriter writer,
            PlaceKeeper places,
            Later later,
            StreamsConfig config,
            RoomConfig roomConfig) {
        this.streams = state.replica(Tables.STREAMS);
        this.index = index;
        this.writer = writer;
        this.places = places;
        this.later = later;
        this.config = config;
        this.endsBans = roomConfig.bansEndWithRoom();
    }

    void start(@Observes StartupEvent event) {
        streams.onChange(this::changed);
        streams.watchAll().subscribe().with(ignored -> {});
    }

    private void changed(Replica.Event<StreamRecord> event) {
        switch (event) {
            case Replica.Event.Stored<StreamRecord> stored -> {
                stored.before().ifPresent(index::remove);
                index.add(stored.snapshot().value());
                touch(stored.snapshot().value());
            }
            case Replica.Event.Removed<StreamRecord> removed -> {
                index.remove(removed.before());
                touch(removed.before());
            }
        }
    }

    private synchronized void touch(StreamRecord stream) {
        Optional<RoomKey> room = RoomKey.of(stream.scope());
        if (room.isEmpty() || !RoomKey.named(stream.name())) {
            LOG.debugf("stream belongs to no room guid=%s", stream.guid());
            return;
        }
        touched.computeIfAbsent(room.get(), key -> new LinkedHashSet<>()).add(stream.name());
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            later.run(config.gather(), this::flush);
        }
    }

    private void flush() {
        Map<RoomKey, Set<String>> due;
        synchronized (this) {
            scheduled = false;
            due = Map.copyOf(touched);
            touched.clear();
        }
        due.forEach(this::write);
    }

    private void write(RoomKey room, Set<String> names) {
        writer.apply(room, () -> commands(room, names)).subscribe().with(outcome -> settled(room, names), failure -> {
            LOG.debugf("room not written room=%s reason=%s", room, failure.getMessage());
            later.run(config.again(), () -> write(room, names));
        });
    }

    /** As the streams are when the room is written: that may take a while, and what was true before must not count then. */
    private List<RoomCommand> commands(RoomKey room, Set<String> names) {
        return names.stream()
                .<RoomCommand>map(name -> index.published(room.text(), name)
                        ? new RoomCommand.Publish(name)
                        : new RoomCommand.Unpublish(name, endsBans))
                .toList();
    }

    private void settled(RoomKey room, Set<String> names) {
        names.stream().filter(name -> !index.published(room.text(), name)).forEach(name -> places.left(room, name));
    }
}
