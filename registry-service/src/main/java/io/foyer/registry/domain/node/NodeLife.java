package io.foyer.registry.domain.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import java.util.Optional;

/**
 * Where a node is in its life. Only {@link LifeCycle} leads from one to the next.
 *
 * <pre>
 *   PENDING --> RUNNING --> INSERVICE <--> SUSPECT --> gone
 *      |           |            |             |
 *      +-----------+------------+-------------+--> DRAINING --> gone
 * </pre>
 *
 * <p>Nothing is chosen for a lookup unless it is in service, and nothing gets there but by its own report. A node that is
 * gone has no record. Every {@code since} is in epoch milliseconds.
 */
public sealed interface NodeLife {
    long since();

    /** Announced by somebody, not heard of. */
    record Pending(long since) implements NodeLife {}

    /** The machine is there, its server has not reported. */
    record Running(long since) implements NodeLife {}

    record InService(long since) implements NodeLife {}

    /** Silent for a while: no new lookups, but what it has stays. */
    record Suspect(long since) implements NodeLife {}

    /** Leaving: nothing new, what runs may finish. */
    record Draining(long since) implements NodeLife {}

    record Gone(long since, Departure why) implements NodeLife {}

    static NodeLife of(NodeRecord node) {
        return switch (node.state()) {
            case PENDING -> new Pending(node.stateSince());
            case RUNNING -> new Running(node.stateSince());
            case INSERVICE -> new InService(node.stateSince());
            case SUSPECT -> new Suspect(node.stateSince());
            case DRAINING -> new Draining(node.stateSince());
        };
    }

    /** The state a record has in this part of its life; empty when it has no record any more. */
    default Optional<NodeState> state() {
        return switch (this) {
            case Pending pending -> Optional.of(NodeState.PENDING);
            case Running running -> Optional.of(NodeState.RUNNING);
            case InService inService -> Optional.of(NodeState.INSERVICE);
            case Suspect suspect -> Optional.of(NodeState.SUSPECT);
            case Draining draining -> Optional.of(NodeState.DRAINING);
            case Gone gone -> Optional.empty();
        };
    }
}
