package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.domain.node.Departure;
import io.foyer.registry.domain.node.LifeCycle;
import io.foyer.registry.domain.node.NodeLife;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.domain.node.NodeWatch;
import io.foyer.registry.domain.node.NodeWatch.Finding;
import io.foyer.registry.domain.node.NodeWatch.Round;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.stream.StreamView;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Moves nodes on as time passes. Every replica does so; each step is a compare-and-set on what was seen, so it happens
 * once. Silence counts only while we were able to hear.
 */
@ApplicationScoped
public class NodeTicker {
    private static final Logger LOG = Logger.getLogger(NodeTicker.class);
    private static final int STEPS_AT_ONCE = 16;

    private final SharedState state;
    private final Store<NodeRecord> nodes;
    private final NodeView view;
    private final StreamView streams;
    private final NodeDeparture departure;
    private final Registration registration;
    private final NodeWatch watch;
    private final RegistryConfig config;
    private final Clock clock;
    private volatile OptionalLong listeningSince = OptionalLong.empty();
    private volatile int frozen;

    public NodeTicker(
            SharedState state,
            NodeView view,
            StreamView streams,
            NodeDeparture departure,
            LifeCycle lifeCycle,
            Registration registration,
            RegistryConfig config,
            MeterRegistry meters,
            Clock clock) {
        this.state = state;
        this.nodes = state.store(Tables.NODES);
        this.view = view;
        this.streams = streams;
        this.departure = departure;
        this.registration = registration;
        this.watch = new NodeWatch(lifeCycle);
        this.config = config;
        this.clock = clock;
        meters.gauge("foyer.registry.nodes.frozen", this, ticker -> ticker.frozen);
    }

    /** Looks once. Completes when all that was found is written; never fails. */
    public Uni<Void> tick() {
        long now = clock.millis();
        if (!state.current()) {
            listeningSince = OptionalLong.empty();
            return Uni.createFrom().voidItem();
        }
        if (listeningSince.isEmpty()) {
            listeningSince = OptionalLong.of(now);
        }
        long since = listeningSince.getAsLong();
        Round round = watch.look(
                view.all(),
                node -> lastHeard(node, since),
                this::reports,
                node -> !streams.at(node.address()).isEmpty(),
                now);
        alarm(round.frozen());
        return Multi.createFrom()
                .iterable(round.findings())
                .onItem()
                .transformToUni(finding -> act(finding, now)
                        .onFailure()
                        .invoke(failure -> LOG.warnf(
                                "node not moved node=%s reason=%s",
                                finding.node().id(), failure.getMessage()))
                        .onFailure()
                        .recoverWithNull())
                .merge(STEPS_AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private long lastHeard(NodeRecord node, long since) {
        Optional<NodeReport> report = view.report(node.id());
        long heard = Math.max(since, report.map(NodeReport::heardAt).orElse(node.stateSince()));
        // Coming into a state is itself a sign of life, and may be known here before the report that caused it is.
        return node.state() == NodeState.SUSPECT ? heard : Math.max(heard, node.stateSince());
    }

    private boolean reports(NodeRecord node) {
        return node.sources().contains(Registration.HEARTBEAT)
                || config.staticProbe() != RegistryConfig.Probe.NONE
                || !node.sources().contains(Registration.STATIC);
    }

    private void alarm(int now) {
        if (now > 0 && frozen == 0) {
            LOG.errorf(
                    "mass silence: %d nodes fell silent together and are left as they are for up to %s",
                    now, config.freezeLimit());
        } else if (now == 0 && frozen > 0) {
            LOG.info("mass silence is over");
        }
        frozen = now;
    }

    private Uni<Void> act(Finding finding, long now) {
        NodeRecord seen = finding.node();
        NodeLife life = registration.life(seen, finding.sign(), now);
        return switch (life) {
            case NodeLife.Gone(long since, var why) ->
                departure.remove(seen, why).replaceWithVoid();
            // A configured node keeps its record while it is away, but not what it had.
            case NodeLife.Running waited ->
                departure
                        .leave(seen, node -> Registration.moved(node, waited), Departure.SILENT)
                        .replaceWithVoid();
            case NodeLife.Pending pending -> move(seen, pending);
            case NodeLife.InService inService -> move(seen, inService);
            case NodeLife.Suspect suspect -> move(seen, suspect);
            case NodeLife.Draining draining -> move(seen, draining);
        };
    }

    private Uni<Void> move(NodeRecord seen, NodeLife life) {
        return nodes.change(seen.id(), stored -> stored.filter(node -> NodeDeparture.same(node, seen))
                        .flatMap(node -> Registration.moved(node, life))
                        .map(moved -> Change.put(moved, true))
                        .orElse(Change.keep(false)))
                .invoke(moved -> {
                    if (moved) {
                        LOG.infof(
                                "node moved node=%s role=%s address=%s from=%s to=%s",
                                seen.id(),
                                seen.role().text(),
                                seen.address(),
                                seen.state().text(),
                                life.state().orElseThrow().text());
                    }
                })
                .replaceWithVoid();
    }
}
