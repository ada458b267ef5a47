package io.foyer.registry.health;

import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.registry.composition.CompositionUpkeep;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.http.FirstLoad;
import io.foyer.registry.node.NodeTicker;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.node.OrphanStreams;
import io.foyer.registry.node.StaticNodes;
import io.foyer.registry.stream.StreamView;
import io.foyer.state.SharedState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Starts what runs by itself: the replicas, then the ticks. Does not wait for Redis, and never runs a tick twice at once. */
@ApplicationScoped
public class RegistryPulse {
    private static final Logger LOG = Logger.getLogger(RegistryPulse.class);

    private final SharedState state;
    private final NodeTicker nodes;
    private final OrphanStreams orphans;
    private final CompositionUpkeep compositions;
    private final StaticNodes staticNodes;
    private final RegistryConfig config;
    private final Vertx vertx;
    private final FirstLoad firstLoad;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile List<Long> timers = List.of();

    public RegistryPulse(
            SharedState state,
            NodeTicker nodes,
            OrphanStreams orphans,
            CompositionUpkeep compositions,
            StaticNodes staticNodes,
            FirstLoad firstLoad,
            NodeView nodeView,
            StreamView streamView,
            RegistryConfig config,
            MeterRegistry meters,
            Vertx vertx) {
        this.state = state;
        this.nodes = nodes;
        this.orphans = orphans;
        this.compositions = compositions;
        this.staticNodes = staticNodes;
        this.firstLoad = firstLoad;
        this.config = config;
        this.vertx = vertx;
        for (NodeState each : NodeState.values()) {
            Gauge.builder("foyer.registry.nodes", nodeView, view -> count(view, each))
                    .tag("state", each.text())
                    .register(meters);
        }
        Gauge.builder("foyer.registry.streams", streamView, view -> view.all().size())
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        Uni.combine()
                .all()
                .unis(
                        state.replica(Tables.NODES).watchAll(),
                        state.replica(Tables.STREAMS).watchAll(),
                        state.replica(Tables.COMPOSITIONS).watchAll(),
                        state.replica(Tables.PROVISIONS).watchAll())
                .discardItems()
                .subscribe()
                .with(
                        ignored -> {
                            firstLoad.complete();
                            LOG.info("loaded: lookups are answered");
                        },
                        failure -> LOG.error("replicas not loaded", failure));
        timers = List.of(
                vertx.setPeriodic(
                        config.tick().toMillis(),
                        timer -> run(
                                ticking, () -> nodes.tick().chain(orphans::tick).chain(compositions::tick))),
                vertx.setPeriodic(config.heartbeatInterval().toMillis(), timer -> run(probing, staticNodes::probe)),
                vertx.setPeriodic(config.tick().toMillis(), timer -> staticNodes.enlistOnce()));
    }

    void stop(@Observes ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
    }

    private void run(AtomicBoolean busy, Supplier<Uni<Void>> work) {
        if (!firstLoad.loaded() || !busy.compareAndSet(false, true)) {
            return;
        }
        Uni.createFrom()
                .deferred(work::get)
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(ignored -> {}, failure -> LOG.error("tick failed", failure));
    }

    private static double count(NodeView view, NodeState state) {
        return view.all().stream().filter(node -> node.state() == state).count();
    }
}
