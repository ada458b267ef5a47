package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.Tables;
import io.foyer.registry.stream.StreamSync;
import io.foyer.state.Replica.Event;
import io.foyer.state.SharedState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Ends streams of nodes that are gone which became known while their node was being removed, or whose node's record went in
 * some other way. Every replica looks once, a moment after the removal; as a rule nothing is left by then.
 */
@ApplicationScoped
public class OrphanStreams {
    private static final Logger LOG = Logger.getLogger(OrphanStreams.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final NodeView nodes;
    private final StreamSync streams;
    private final Clock clock;

    /** Address and time of removal; an entry for each node removed in the last seconds. */
    private final Map<String, Long> removed = new ConcurrentHashMap<>();

    public OrphanStreams(SharedState state, NodeView nodes, StreamSync streams, Clock clock) {
        this.nodes = nodes;
        this.streams = streams;
        this.clock = clock;
        state.replica(Tables.NODES).onChange(this::changed);
    }

    private void changed(Event<NodeRecord> event) {
        if (event instanceof Event.Removed<NodeRecord>(String id, NodeRecord before)) {
            removed.put(before.address(), clock.millis());
        }
    }

    /** Looks once; never fails. */
    public Uni<Void> tick() {
        long now = clock.millis();
        List<String> due = removed.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= TIMEOUT.toMillis())
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(removed::remove);
        return Multi.createFrom()
                .iterable(due)
                .filter(address -> nodes.byAddress(address).isEmpty())
                .onItem()
                .transformToUniAndConcatenate(address -> streams.endAll(address, now)
                        .onFailure()
                        .invoke(failure -> {
                            LOG.warnf("streams not ended address=%s reason=%s", address, failure.getMessage());
                            removed.putIfAbsent(address, now);
                        })
                        .onFailure()
                        .recoverWithItem(0L))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
