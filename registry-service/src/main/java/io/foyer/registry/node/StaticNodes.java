package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.config.RegistryConfig.Probe;
import io.foyer.registry.config.RegistryConfig.StaticNode;
import io.foyer.registry.domain.node.Departure;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.domain.node.NodeSign;
import io.foyer.registry.domain.node.Registration;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The nodes that the configuration lists, side by side with those that report themselves. Each is probed as often as
 * others report; an answer is its sign of life, and without one it is not chosen. What a node reports of itself takes
 * precedence over what is listed here.
 */
@ApplicationScoped
public class StaticNodes {
    private static final Logger LOG = Logger.getLogger(StaticNodes.class);
    private static final int PROBES_AT_ONCE = 32;

    private final SharedState state;
    private final Store<NodeRecord> store;
    private final NodeView view;
    private final NodeReports reports;
    private final NodeDeparture departure;
    private final Registration registration;
    private final NodeProbe probe;
    private final RegistryConfig config;
    private final Clock clock;
    private final AtomicBoolean enlisting = new AtomicBoolean();

    public StaticNodes(
            SharedState state,
            NodeView view,
            NodeReports reports,
            NodeDeparture departure,
            Registration registration,
            NodeProbe probe,
            RegistryConfig config,
            Clock clock) {
        this.state = state;
        this.store = state.store(Tables.NODES);
        this.view = view;
        this.reports = reports;
        this.departure = departure;
        this.registration = registration;
        this.probe = probe;
        this.config = config;
        this.clock = clock;
    }

    /** Brings the records in line with the configuration; tried until it worked once. */
    public void enlistOnce() {
        if (!state.current() || !enlisting.compareAndSet(false, true)) {
            return;
        }
        Map<String, StaticNode> listed = config.staticNodes().stream()
                .collect(Collectors.toMap(node -> node.id().orElse(node.address()), node -> node));
        List<Uni<Void>> work = new ArrayList<>();
        listed.forEach((id, node) -> work.add(enlist(id, node)));
        view.all().stream()
                .filter(node -> node.sources().contains(Registration.STATIC) && !listed.containsKey(node.id()))
                .forEach(node -> work.add(unlist(node)));
        Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUniAndConcatenate(step -> step)
                .collect()
                .last()
                .subscribe()
                .with(ignored -> {}, failure -> {
                    LOG.warnf("static nodes not enlisted, trying again reason=%s", failure.getMessage());
                    enlisting.set(false);
                });
    }

    /** Asks every listed node that does not report itself for a sign of life. */
    public Uni<Void> probe() {
        if (config.staticProbe() == Probe.NONE) {
            return Uni.createFrom().voidItem();
        }
        List<NodeRecord> asked = view.all().stream()
                .filter(node -> node.sources().equals(Set.of(Registration.STATIC)))
                .toList();
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUni(node -> probe.lives(node)
                        .chain(lives -> lives ? heard(node) : Uni.createFrom().voidItem()))
                .merge(PROBES_AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> heard(NodeRecord node) {
        long now = clock.millis();
        reports.values().put(node.id(), NodeReport.alive(now));
        NodeSign sign = new NodeSign.Reported(false);
        if (registration.after(node, sign, now).equals(Optional.of(node))) {
            return Uni.createFrom().voidItem();
        }
        LOG.infof(
                "node answers node=%s role=%s address=%s",
                node.id(), node.role().text(), node.address());
        return store.change(node.id(), stored -> stored.flatMap(held -> registration.after(held, sign, now))
                .map(Change::put)
                .orElse(Change.keep(null)));
    }

    private Uni<Void> enlist(String id, StaticNode listed) {
        boolean reportsItself = view.byAddress(listed.address())
                .filter(node -> !node.id().equals(id))
                .isPresent();
        if (reportsItself) {
            return Uni.createFrom().voidItem();
        }
        long now = clock.millis();
        return store.change(
                id,
                stored -> Change.put(stored.map(StaticNodes::alsoListed)
                        .filter(node -> node.sources().contains(Registration.HEARTBEAT))
                        .orElseGet(() -> record(id, listed, stored, now))));
    }

    private Uni<Void> unlist(NodeRecord node) {
        if (node.sources().equals(Set.of(Registration.STATIC))) {
            return departure.remove(node, Departure.UNLISTED).replaceWithVoid();
        }
        return store.change(node.id(), stored -> stored.map(held -> {
                    Set<String> rest = new HashSet<>(held.sources());
                    rest.remove(Registration.STATIC);
                    return Change.put(Registration.withSources(held, rest));
                })
                .orElse(Change.keep(null)));
    }

    private static NodeRecord alsoListed(NodeRecord node) {
        Set<String> sources = new HashSet<>(node.sources());
        sources.add(Registration.STATIC);
        return Registration.withSources(node, sources);
    }

    /** As configured, in the state it was in; a new one waits for its first answer unless nobody will ask. */
    private NodeRecord record(String id, StaticNode listed, Optional<NodeRecord> stored, long now) {
        NodeState initial = config.staticProbe() == Probe.NONE ? NodeState.INSERVICE : NodeState.RUNNING;
        return new NodeRecord(
                id,
                listed.role(),
                listed.address(),
                listed.privateAddress().orElse(null),
                listed.signalingPort(),
                listed.secure(),
                listed.region(),
                listed.group(),
                stored.map(NodeRecord::state).orElse(initial),
                stored.map(NodeRecord::stateSince).orElse(now),
                stored.map(NodeRecord::sunset).orElse(false),
                listed.capacity(),
                stored.map(NodeRecord::launchTime).orElse(0L),
                List.of(),
                "default",
                null,
                stored.map(NodeRecord::labels).orElse(Map.of()),
                Set.of(Registration.STATIC));
    }
}
