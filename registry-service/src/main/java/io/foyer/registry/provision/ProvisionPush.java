package io.foyer.registry.provision;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.ProvisionRecord;
import io.foyer.registry.composition.CompositionView;
import io.foyer.registry.domain.composition.Placement;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.provision.NodeClusterApi.Action;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Brings conference provisions to the nodes that take the participants, before those are told to go there
 * (stream-manager-api.md 3.1). A node that does not answer gets them with its next heartbeat.
 */
@ApplicationScoped
public class ProvisionPush {
    private static final Logger LOG = Logger.getLogger(ProvisionPush.class);

    /** While nobody knows where a conference will be, so many origins are told at once; the others by heartbeat. */
    private static final int MOST_AT_ONCE = 32;

    private static final int MOST_REMEMBERED = 20_000;
    private static final int MOST_NODES = 10_000;

    private final NodeView nodes;
    private final CompositionView compositions;
    private final ProvisionView provisions;
    private final NodeClusterApi api;
    private final MeterRegistry meters;

    /** What nodes took from this replica, so that a duplicate post does not push again. */
    private final LinkedHashSet<String> taken = new LinkedHashSet<>();

    /** What nodes said they hold, by node id; nodes that are gone are dropped when there are too many. */
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    public ProvisionPush(
            NodeView nodes,
            CompositionView compositions,
            ProvisionView provisions,
            NodeClusterApi api,
            MeterRegistry meters) {
        this.nodes = nodes;
        this.compositions = compositions;
        this.provisions = provisions;
        this.api = api;
        this.meters = meters;
    }

    /** @param at epoch milliseconds when it was heard */
    private record Held(long launchTime, Set<String> guids, long at) {}

    /** Takes note of what a node says it holds, so that it is not sent again. */
    public void reported(NodeRecord node, Set<String> guids, long at) {
        if (held.size() >= MOST_NODES) {
            held.keySet().removeIf(id -> nodes.byId(id).isEmpty());
        }
        held.put(node.id(), new Held(node.launchTime(), guids, at));
    }

    /** Completes when every node concerned took it, or had its time; never fails. */
    public Uni<Void> ensure(ProvisionRecord provision) {
        if (!ProvisionView.isConference(provision)) {
            return Uni.createFrom().voidItem();
        }
        return each(targets(provision), node -> create(node, provision));
    }

    /** Takes it back from all origins, as far as they answer in time; never fails. */
    public Uni<Void> withdraw(ProvisionRecord provision) {
        if (!ProvisionView.isConference(provision)) {
            return Uni.createFrom().voidItem();
        }
        return each(origins(), node -> api.call(node, Action.DELETE, List.of(provision.data())));
    }

    /** Sends what is stored for the composition's conference to where its composite goes; does not wait. */
    public void conferencesOf(CompositionRecord composition) {
        Placement.finalMixer(composition)
                .flatMap(mixer -> provisions.find(mixer.path() + "/" + mixer.streamName()))
                .ifPresent(provision -> ensure(provision).subscribe().with(ignored -> {}));
    }

    private Uni<Boolean> create(NodeRecord node, ProvisionRecord provision) {
        String memory = node.id() + "@" + node.launchTime() + " " + provision.guid() + " " + provision.updated();
        if (remembers(memory) || holds(node, provision)) {
            return Uni.createFrom().item(true);
        }
        return api.call(node, Action.CREATE, List.of(provision.data())).invoke(took -> {
            meters.counter("foyer.registry.provision.pushes", "result", took ? "ok" : "failed")
                    .increment();
            if (took) {
                remember(memory);
            } else {
                LOG.warnf("provision not taken, left to the heartbeat node=%s guid=%s", node.id(), provision.guid());
            }
        });
    }

    private List<NodeRecord> targets(ProvisionRecord provision) {
        String room = provision.scope().substring(provision.scope().indexOf('/') + 1);
        Optional<NodeRecord> destination = compositions
                .find(room)
                .flatMap(Placement::finalMixer)
                .filter(mixer -> mixer.path().equals(provision.scope()))
                .map(MixerRecord::destination)
                .flatMap(nodes::byAddress);
        return destination.map(List::of).orElseGet(this::origins);
    }

    private List<NodeRecord> origins() {
        return nodes.ofRole(NodeRole.ORIGIN).stream()
                .filter(node -> node.state() == NodeState.INSERVICE)
                .limit(MOST_AT_ONCE)
                .toList();
    }

    private static Uni<Void> each(List<NodeRecord> nodes, Function<NodeRecord, Uni<Boolean>> call) {
        return nodes.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine().all().unis(nodes.stream().map(call).toList()).discardItems();
    }

    private boolean holds(NodeRecord node, ProvisionRecord provision) {
        Held said = held.get(node.id());
        return said != null
                && said.launchTime() == node.launchTime()
                && said.at() > provision.updated()
                && said.guids().contains(provision.guid());
    }

    private boolean remembers(String memory) {
        synchronized (taken) {
            return taken.contains(memory);
        }
    }

    private void remember(String memory) {
        synchronized (taken) {
            taken.add(memory);
            if (taken.size() > MOST_REMEMBERED) {
                taken.removeFirst();
            }
        }
    }
}
