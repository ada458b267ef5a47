package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.registry.composition.CompositionView;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.provision.ProvisionView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a node is told in the answer to its heartbeat. */
@ApplicationScoped
public class NodeOrders {
    private final NodeView nodes;
    private final CompositionView compositions;
    private final ProvisionView provisions;
    private final RegistryConfig config;

    public NodeOrders(NodeView nodes, CompositionView compositions, ProvisionView provisions, RegistryConfig config) {
        this.nodes = nodes;
        this.compositions = compositions;
        this.provisions = provisions;
        this.config = config;
    }

    HeartbeatReply of(NodeRecord node, Optional<Set<String>> heldProvisions) {
        return new HeartbeatReply(
                node.id(),
                node.state().text(),
                config.heartbeatInterval().toMillis(),
                provisionsFor(node.role(), heldProvisions),
                node.role() == NodeRole.MIXER ? mixing(node) : List.of(),
                parents(node),
                null);
    }

    /** For one that is leaving and not known (any more): nothing. */
    HeartbeatReply leaving(String id) {
        return new HeartbeatReply(
                id,
                NodeState.DRAINING.text(),
                config.heartbeatInterval().toMillis(),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /** Null, and so left out, when the node holds exactly what it has to: there may be thousands. */
    private List<Map<String, Object>> provisionsFor(NodeRole role, Optional<Set<String>> held) {
        return switch (role) {
            case ORIGIN, TRANSCODER -> {
                ProvisionView.Conferences expected = provisions.conferences();
                yield held.filter(expected.guids()::equals).isPresent() ? null : expected.posted();
            }
            case EDGE, RELAY, MIXER -> List.of();
        };
    }

    private List<HeartbeatReply.Mixing> mixing(NodeRecord node) {
        return compositions.all().stream()
                .flatMap(composition -> composition.mixers().stream()
                        .filter(mixer -> mixer.id().equals(node.id()))
                        .map(mixer -> HeartbeatReply.Mixing.of(composition, mixer)))
                .toList();
    }

    private List<String> parents(NodeRecord node) {
        return switch (node.role()) {
            case EDGE, RELAY ->
                nodes.ofRole(NodeRole.ORIGIN).stream()
                        .filter(origin -> origin.group().equals(node.group()) && origin.state() == NodeState.INSERVICE)
                        .map(NodeRecord::address)
                        .sorted()
                        .toList();
            case ORIGIN, TRANSCODER, MIXER -> List.of();
        };
    }
}
