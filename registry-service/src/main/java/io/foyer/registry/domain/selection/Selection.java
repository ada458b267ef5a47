package io.foyer.registry.domain.selection;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import io.foyer.contract.StreamRecord;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Chooses nodes (stream-manager-api.md 2.1 and 2.2, nodes.md 5). Pure apart from the dice it was given. */
public final class Selection {
    private final TwoChoices strategy;

    public Selection(RandomGenerator random) {
        this.strategy = new TwoChoices(random);
    }

    /**
     * A node to publish to. A name that is live already is sent to where it is live, so that the node can tell the
     * publisher; otherwise any node of the right kind that is fit.
     *
     * @param candidates the origins, or the transcoders
     * @param copies where the stream is now
     */
    public Decision toPublish(List<Candidate> candidates, Collection<StreamRecord> copies, Wish wish) {
        Set<String> publishing = publishingAddresses(copies);
        Funnel live = new Funnel(candidates)
                .apply(new Rule.Require(
                        "publishes it",
                        candidate -> publishing.contains(candidate.node().address())))
                .apply(new Rule.Require(
                        "answers",
                        candidate -> candidate.node().state() == NodeState.INSERVICE
                                || candidate.node().state() == NodeState.DRAINING));
        if (!live.left().isEmpty()) {
            return new Decision.Chosen(List.of(live.left().getFirst().node()), live.steps());
        }
        return any(candidates, wish);
    }

    /**
     * A node to subscribe at: an edge of the publishing node's group, one that has the stream already if possible. Where
     * no edge is in service, the publishing node itself.
     *
     * @param edges all edges
     * @param publishers all origins and transcoders
     * @param copies where the stream is now
     */
    public Decision toSubscribe(
            List<Candidate> edges, List<Candidate> publishers, Collection<StreamRecord> copies, Wish wish) {
        Set<String> publishing = publishingAddresses(copies);
        Funnel origins = new Funnel(publishers)
                .apply(new Rule.Require(
                        "publishes it",
                        candidate -> publishing.contains(candidate.node().address())));
        if (publishing.isEmpty()) {
            return new Decision.NotPublished(origins.steps());
        }
        Set<String> groups = origins.left().stream()
                .map(candidate -> candidate.node().group())
                .collect(Collectors.toSet());
        Funnel reachable = new Funnel(edges)
                .apply(Rules.group(groups))
                .apply(Rules.inService())
                .apply(Rules.notSunset());
        if (reachable.left().isEmpty()) {
            return choose(origins.apply(Rules.fit()).apply(Rules.spread(wish)), wish);
        }
        Set<String> having = copies.stream().map(StreamRecord::address).collect(Collectors.toSet());
        return choose(
                reachable
                        .apply(Rules.capacity())
                        .apply(Rules.memory())
                        .apply(Rules.spread(wish))
                        .apply(Rules.hasStream(having))
                        .apply(Rules.sharesOrigin(publishing)),
                wish);
    }

    /** Nodes of any kind that are fit, less busy ones first. */
    public Decision any(List<Candidate> candidates, Wish wish) {
        return choose(new Funnel(candidates).apply(Rules.fit()).apply(Rules.spread(wish)), wish);
    }

    private Decision choose(Funnel funnel, Wish wish) {
        List<NodeRecord> nodes = strategy.choose(funnel.left(), wish.nodes()).stream()
                .map(Candidate::node)
                .toList();
        return nodes.isEmpty() ? new Decision.NoNode(funnel.steps()) : new Decision.Chosen(nodes, funnel.steps());
    }

    private static Set<String> publishingAddresses(Collection<StreamRecord> copies) {
        return copies.stream()
                .filter(StreamRecord::published)
                .map(StreamRecord::address)
                .collect(Collectors.toSet());
    }
}
