package io.foyer.registry.composition;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.selection.Selection;
import io.foyer.registry.domain.selection.Wish;
import io.foyer.registry.node.NodeView;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Gives every mixer node to one composition at most. The claim is a label in the node's own record, so two replicas that
 * want the same mixer in the same moment cannot both have it.
 */
@ApplicationScoped
public class MixerClaims {
    private final Store<NodeRecord> nodes;
    private final NodeView view;
    private final Selection selection;

    public MixerClaims(SharedState state, NodeView view, Selection selection) {
        this.nodes = state.store(Tables.NODES);
        this.view = view;
        this.selection = selection;
    }

    /** How many could be claimed now. */
    public int free() {
        return candidates(Set.of()).size();
    }

    /** Claims up to so many mixers, those in the regions first; fewer when there are not enough. */
    public Uni<List<NodeRecord>> claim(String event, Collection<String> regions, int wanted) {
        return claimNext(event, new ArrayDeque<>(candidates(regions)), wanted, new ArrayList<>());
    }

    public Uni<Void> release(String event, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.combine()
                .all()
                .unis(ids.stream().map(id -> release(event, id)).toList())
                .discardItems();
    }

    public Uni<Void> release(String event, String id) {
        return nodes.change(id, stored -> stored.filter(node -> isClaimedFor(node, event))
                .map(node -> Change.put(Registration.withoutLabel(node, Registration.COMPOSITION)))
                .orElse(Change.keep(null)));
    }

    public static boolean isClaimedFor(NodeRecord node, String event) {
        return event.equals(node.labels().get(Registration.COMPOSITION));
    }

    private List<NodeRecord> candidates(Collection<String> regions) {
        List<NodeRecord> ordered = new ArrayList<>();
        if (!regions.isEmpty()) {
            ordered.addAll(free(new Wish(Set.copyOf(regions), true, Integer.MAX_VALUE)));
        }
        free(new Wish(Set.of(), false, Integer.MAX_VALUE)).stream()
                .filter(node -> !ordered.contains(node))
                .forEach(ordered::add);
        return ordered;
    }

    private List<NodeRecord> free(Wish wish) {
        Decision decision = selection.any(
                view.candidates("", NodeRole.MIXER).stream()
                        .filter(candidate -> isFree(candidate.node()))
                        .toList(),
                wish);
        return decision instanceof Decision.Chosen(List<NodeRecord> chosen, var steps) ? chosen : List.of();
    }

    private static boolean isFree(NodeRecord node) {
        return node.role() == NodeRole.MIXER
                && node.state() == NodeState.INSERVICE
                && !node.sunset()
                && !node.labels().containsKey(Registration.COMPOSITION);
    }

    private Uni<List<NodeRecord>> claimNext(
            String event, Deque<NodeRecord> left, int wanted, List<NodeRecord> claimed) {
        if (claimed.size() == wanted || left.isEmpty()) {
            return Uni.createFrom().item(claimed);
        }
        NodeRecord next = left.poll();
        return nodes.change(next.id(), stored -> stored.filter(MixerClaims::isFree)
                        .map(node -> Change.put(Registration.withLabel(node, Registration.COMPOSITION, event), true))
                        .orElse(Change.keep(false)))
                .onFailure()
                .call(() -> release(event, claimed.stream().map(NodeRecord::id).toList()))
                .chain(got -> {
                    if (got) {
                        claimed.add(next);
                    }
                    return claimNext(event, left, wanted, claimed);
                });
    }
}
