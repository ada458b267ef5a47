package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.registry.composition.MixerStates;
import io.foyer.registry.domain.node.NodeHeartbeat;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.domain.node.Registration.Arrival;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.provision.ProvisionPush;
import io.foyer.registry.stream.StreamSync;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes nodes' heartbeats. Most change nothing that others rely on: those cost no write at all, only the report is
 * passed on with everybody's.
 */
@ApplicationScoped
public class Heartbeats {
    private static final Logger LOG = Logger.getLogger(Heartbeats.class);

    /** Most nodes that may register; far above what one conference service runs. */
    private static final int MOST_NODES = 10_000;

    private final Store<NodeRecord> nodes;
    private final NodeView view;
    private final NodeReports reports;
    private final NodeDeparture departure;
    private final Registration registration;
    private final StreamSync streams;
    private final MixerStates mixers;
    private final ProvisionPush provisions;
    private final NodeOrders orders;
    private final Clock clock;

    public Heartbeats(
            SharedState state,
            NodeView view,
            NodeReports reports,
            NodeDeparture departure,
            Registration registration,
            StreamSync streams,
            MixerStates mixers,
            ProvisionPush provisions,
            NodeOrders orders,
            Clock clock) {
        this.nodes = state.store(Tables.NODES);
        this.view = view;
        this.reports = reports;
        this.departure = departure;
        this.registration = registration;
        this.streams = streams;
        this.mixers = mixers;
        this.provisions = provisions;
        this.orders = orders;
        this.clock = clock;
    }

    Uni<HeartbeatReply> take(NodeHeartbeat beat) {
        long now = clock.millis();
        Optional<NodeRecord> present = view.byId(beat.id());
        if (present.isEmpty() && view.all().size() >= MOST_NODES) {
            throw ApiException.because(Reason.FULL, "more than " + MOST_NODES + " nodes");
        }
        Optional<NodeRecord> other = addressHolder(beat, present);
        if (other.isPresent() && holdsOn(other.get())) {
            throw ApiException.because(
                    Reason.ADDRESS_TAKEN,
                    "address belongs to the live node " + other.get().id());
        }
        return other.map(node -> departure.replace(node))
                .orElse(Uni.createFrom().voidItem())
                .chain(() -> arrive(beat, present, now))
                .chain(arrival -> follow(beat, arrival, now));
    }

    private Optional<NodeRecord> addressHolder(NodeHeartbeat beat, Optional<NodeRecord> present) {
        if (present.filter(node -> node.address().equals(beat.address())).isPresent()) {
            // The usual case; two that hold it at once can only come of two first heartbeats in the same moment.
            return Optional.empty();
        }
        return view.byAddress(beat.address()).filter(node -> !node.id().equals(beat.id()));
    }

    private static boolean holdsOn(NodeRecord other) {
        boolean reports = other.sources().contains(Registration.HEARTBEAT);
        return reports && other.state() == NodeState.INSERVICE;
    }

    private Uni<Arrival> arrive(NodeHeartbeat beat, Optional<NodeRecord> present, long now) {
        Arrival expected = registration.heard(present, beat, now);
        if (!(expected instanceof Arrival.NotTaken)) {
            // Before any write: a node that is heard while Redis is away was heard all the same.
            reports.values().put(beat.id(), beat.report());
        }
        if (expected instanceof Arrival.Known(NodeRecord node) && present.equals(Optional.of(node))) {
            return Uni.createFrom().item(expected);
        }
        return leftBehind(expected, now).chain(() -> write(beat, now)).invoke(arrival -> log(present, arrival));
    }

    /** Ended before the new process is known, so that a replica that dies in between is not the last to know of it. */
    private Uni<Void> leftBehind(Arrival arrival, long now) {
        return arrival instanceof Arrival.Restarted(NodeRecord node)
                ? streams.dropLeftBehind(node, now)
                : Uni.createFrom().voidItem();
    }

    private Uni<Arrival> write(NodeHeartbeat beat, long now) {
        return nodes.change(beat.id(), stored -> {
            Arrival arrival = registration.heard(stored, beat, now);
            return switch (arrival) {
                case Arrival.Known(NodeRecord node) -> Change.<NodeRecord, Arrival>put(node, arrival);
                case Arrival.Restarted(NodeRecord node) -> Change.<NodeRecord, Arrival>put(node, arrival);
                case Arrival.NotTaken() -> Change.<NodeRecord, Arrival>keep(arrival);
            };
        });
    }

    private static void log(Optional<NodeRecord> before, Arrival arrival) {
        switch (arrival) {
            case Arrival.Known(NodeRecord node) -> {
                Optional<NodeState> was = before.map(NodeRecord::state);
                if (!was.equals(Optional.of(node.state()))) {
                    LOG.infof(
                            "node moved node=%s role=%s address=%s from=%s to=%s",
                            node.id(),
                            node.role().text(),
                            node.address(),
                            was.map(NodeState::text).orElse("unknown"),
                            node.state().text());
                }
            }
            case Arrival.Restarted(NodeRecord node) ->
                LOG.infof(
                        "node restarted node=%s role=%s address=%s",
                        node.id(), node.role().text(), node.address());
            case Arrival.NotTaken() -> {}
        }
    }

    private Uni<HeartbeatReply> follow(NodeHeartbeat beat, Arrival arrival, long now) {
        return switch (arrival) {
            case Arrival.Known(NodeRecord node) -> keepUp(node, beat, now);
            case Arrival.Restarted(NodeRecord node) -> leftBehind(arrival, now).chain(() -> keepUp(node, beat, now));
            case Arrival.NotTaken() -> Uni.createFrom().item(orders.leaving(beat.id()));
        };
    }

    private Uni<HeartbeatReply> keepUp(NodeRecord node, NodeHeartbeat beat, long now) {
        beat.provisions().ifPresent(held -> provisions.reported(node, held, now));
        Uni<Void> streamsKnown = beat.streams()
                .map(reported -> streams.sync(node, reported, now))
                .orElse(Uni.createFrom().voidItem());
        return streamsKnown
                .chain(() -> beat.mixers()
                        .filter(reported -> node.role() == NodeRole.MIXER)
                        .map(reported -> mixers.follow(node, reported))
                        .orElse(Uni.createFrom().voidItem()))
                .map(ignored -> orders.of(node, beat.provisions()));
    }
}
