package io.foyer.registry.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.registry.domain.composition.CompositionOrder;
import io.foyer.registry.domain.composition.Placement;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.selection.RecentPicks;
import io.foyer.registry.domain.selection.Selection;
import io.foyer.registry.domain.selection.Wish;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.provision.ProvisionPush;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Creates and removes compositions; what becomes of them in between is the work of {@link CompositionUpkeep}. */
@ApplicationScoped
public class Compositions {
    private static final Logger LOG = Logger.getLogger(Compositions.class);

    private final Store<CompositionRecord> store;
    private final CompositionView view;
    private final MixerClaims claims;
    private final NodeView nodes;
    private final Selection selection;
    private final RecentPicks picks;
    private final ProvisionPush push;
    private final Clock clock;

    public Compositions(
            SharedState state,
            CompositionView view,
            MixerClaims claims,
            NodeView nodes,
            Selection selection,
            RecentPicks picks,
            ProvisionPush push,
            Clock clock) {
        this.store = state.store(Tables.COMPOSITIONS);
        this.view = view;
        this.claims = claims;
        this.nodes = nodes;
        this.selection = selection;
        this.picks = picks;
        this.push = push;
        this.clock = clock;
    }

    /**
     * Claims mixers, pins the node the composite goes to, and stores the composition. What the mixers have to do they
     * learn with their next heartbeat.
     */
    public Uni<CompositionRecord> create(CompositionOrder order) {
        if (view.find(order.event()).isPresent()) {
            throw duplicate(order.event());
        }
        int wanted = order.mixers().size();
        NodeRecord destination = destination(order.transcodeComposition(), order.location())
                .orElseThrow(() -> ApiException.because(
                        Reason.NO_NODE,
                        "no "
                                + (order.transcodeComposition() ? "transcoder" : "origin")
                                + " is free to take the composition"));
        return claims.claim(order.event(), order.location(), wanted).chain(claimed -> {
            if (claimed.size() == wanted) {
                return store(order, claimed, destination);
            }
            return claims.release(order.event(), ids(claimed)).chain(() -> Uni.createFrom()
                    .failure(ApiException.because(
                            Reason.NO_NODE,
                            "the composition needs " + wanted + " free mixers, there are " + claimed.size())));
        });
    }

    private Uni<CompositionRecord> store(CompositionOrder order, List<NodeRecord> mixers, NodeRecord destination) {
        CompositionRecord composition = Placement.place(order, mixers, destination.address(), clock.millis());
        return store.change(
                        order.event(),
                        stored -> stored.isPresent() ? Change.keep(false) : Change.put(composition, true))
                .onFailure()
                .call(() ->
                        claims.release(order.event(), ids(mixers)).onFailure().recoverWithNull())
                .chain(created -> created
                        ? Uni.createFrom().item(composition)
                        : releaseUnused(order.event(), mixers)
                                .chain(() -> Uni.createFrom().failure(duplicate(order.event()))))
                .invoke(() -> {
                    LOG.infof(
                            "composition created event=%s mixers=%s destination=%s",
                            order.event(), ids(mixers), destination.address());
                    picks.add(destination.id(), order.event(), Optional.empty());
                    push.conferencesOf(composition);
                });
    }

    /** The winner of the same event may have claimed its mixers under the same name: only those it does not use go back. */
    private Uni<Void> releaseUnused(String event, List<NodeRecord> mixers) {
        return store.read(event)
                .chain(stored -> claims.release(
                        event,
                        ids(mixers).stream()
                                .filter(id -> stored.stream()
                                        .flatMap(snapshot -> snapshot.value().mixers().stream())
                                        .noneMatch(mixer -> mixer.id().equals(id)))
                                .toList()));
    }

    /** Removes it; its mixers stop with their next heartbeat. */
    public Uni<Void> delete(String event) {
        return store.change(event, stored -> stored.map(
                                composition -> Change.<CompositionRecord, Optional<CompositionRecord>>remove(stored))
                        .orElse(Change.keep(Optional.empty())))
                .chain(removed -> {
                    CompositionRecord composition = removed.orElseThrow(
                            () -> ApiException.because(Reason.NOT_FOUND, "there is no composition " + event));
                    LOG.infof("composition removed event=%s", event);
                    return claims.release(
                            event,
                            composition.mixers().stream().map(MixerRecord::id).toList());
                });
    }

    /** The node a composite is sent to: an origin, or a transcoder, in one of the regions if possible. */
    public Optional<NodeRecord> destination(boolean transcoder, Collection<String> regions) {
        NodeRole role = transcoder ? NodeRole.TRANSCODER : NodeRole.ORIGIN;
        Decision decision = selection.any(nodes.candidates("", role), new Wish(Set.copyOf(regions), false, 1));
        return decision instanceof Decision.Chosen(List<NodeRecord> chosen, var steps)
                ? Optional.of(chosen.getFirst())
                : Optional.empty();
    }

    private static ApiException duplicate(String event) {
        return ApiException.because(Reason.DUPLICATE, "Composition already exists: " + event);
    }

    private static List<String> ids(List<NodeRecord> nodes) {
        return nodes.stream().map(NodeRecord::id).toList();
    }
}
