package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.Tables;
import io.foyer.registry.domain.node.Departure;
import io.foyer.registry.domain.node.NodeSign;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.domain.selection.RecentPicks;
import io.foyer.registry.stream.StreamSync;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Removes nodes. The streams that were there end first, which is how everybody else learns that they stopped: a replica
 * that dies on the way leaves the node's record behind, and the next one that looks begins again.
 */
@ApplicationScoped
public class NodeDeparture {
    private static final Logger LOG = Logger.getLogger(NodeDeparture.class);

    private final Store<NodeRecord> nodes;
    private final NodeReports reports;
    private final RecentPicks picks;
    private final StreamSync streams;
    private final Registration registration;
    private final MeterRegistry meters;
    private final Clock clock;

    public NodeDeparture(
            SharedState state,
            NodeReports reports,
            RecentPicks picks,
            StreamSync streams,
            Registration registration,
            MeterRegistry meters,
            Clock clock) {
        this.nodes = state.store(Tables.NODES);
        this.reports = reports;
        this.picks = picks;
        this.streams = streams;
        this.registration = registration;
        this.meters = meters;
        this.clock = clock;
    }

    /** Removes it if it is still the same process in the same state. Answers whether this call did it. */
    public Uni<Boolean> remove(NodeRecord seen, Departure why) {
        return leave(seen, node -> Optional.empty(), why);
    }

    /** The same for a node that is waited for again: it keeps this much of its record, but nothing of what it had. */
    public Uni<Boolean> leave(NodeRecord seen, Function<NodeRecord, Optional<NodeRecord>> rest, Departure why) {
        return nodes.read(seen.id()).chain(stored -> stored.map(Snapshot::value)
                .filter(node -> same(node, seen))
                .map(node ->
                        streams.endAll(node.address(), clock.millis()).chain(ended -> part(node, rest, why, ended)))
                .orElse(Uni.createFrom().item(false)));
    }

    private Uni<Boolean> part(
            NodeRecord seen, Function<NodeRecord, Optional<NodeRecord>> rest, Departure why, long ended) {
        return nodes.change(seen.id(), stored -> stored.filter(node -> same(node, seen))
                        .map(node -> rest.apply(node)
                                .map(left -> Change.put(left, true))
                                .orElse(Change.remove(true)))
                        .orElse(Change.keep(false)))
                .call(left -> left ? gone(seen, why, ended) : Uni.createFrom().voidItem());
    }

    /** The node signed off: it is gone, or waited for again when the configuration lists it. Unknown ones are gone already. */
    public Uni<Void> withdraw(String id) {
        long now = clock.millis();
        Function<NodeRecord, Optional<NodeRecord>> rest =
                node -> registration.after(node, new NodeSign.Withdrawn(), now);
        return nodes.read(id).chain(stored -> stored.map(Snapshot::value)
                .map(node -> leave(node, rest, Departure.WITHDRAWN)
                        // Somebody moved it on meanwhile; it wants to go all the same.
                        .chain(left -> left ? Uni.createFrom().voidItem() : withdraw(id)))
                .orElse(Uni.createFrom().voidItem()));
    }

    /** Makes way for a node that reports with this one's address. */
    public Uni<Void> replace(NodeRecord node) {
        if (node.sources().contains(Registration.HEARTBEAT)) {
            return remove(node, Departure.REPLACED).replaceWithVoid();
        }
        // The same machine, known by another name until now: what runs there goes on.
        return nodes.change(node.id(), stored -> stored.filter(held -> same(held, node))
                .map(held -> Change.<NodeRecord, Void>remove(null))
                .orElse(Change.keep(null)));
    }

    /** Also ends what came since its streams were ended. */
    private Uni<Void> gone(NodeRecord node, Departure why, long before) {
        reports.values().remove(node.id());
        picks.forget(node.id());
        meters.counter("foyer.registry.node.departures", "cause", why.text()).increment();
        return streams.endAll(node.address(), clock.millis())
                .invoke(ended -> LOG.infof(
                        "node gone node=%s role=%s address=%s cause=%s streams=%d",
                        node.id(), node.role().text(), node.address(), why.text(), before + ended))
                .replaceWithVoid();
    }

    static boolean same(NodeRecord stored, NodeRecord seen) {
        return stored.launchTime() == seen.launchTime()
                && stored.state() == seen.state()
                && stored.stateSince() == seen.stateSince();
    }
}
