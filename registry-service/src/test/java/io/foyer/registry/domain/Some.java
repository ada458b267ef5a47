package io.foyer.registry.domain;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.domain.node.NodeHeartbeat;
import io.foyer.registry.domain.node.NodeReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ordinary nodes, reports and streams for tests. A node's address is {@code 10.0.0.<id>}. */
public final class Some {
    public static final long LAUNCH = 1_000_000;

    private Some() {}

    public static NodeRecord origin(String id) {
        return node(id, NodeRole.ORIGIN, NodeState.INSERVICE, "local");
    }

    public static NodeRecord edge(String id) {
        return node(id, NodeRole.EDGE, NodeState.INSERVICE, "local");
    }

    public static NodeRecord mixer(String id) {
        return node(id, NodeRole.MIXER, NodeState.INSERVICE, "local");
    }

    public static NodeRecord node(String id, NodeRole role, NodeState state, String region) {
        return new NodeRecord(
                id,
                role,
                address(id),
                null,
                5080,
                false,
                region,
                "default",
                state,
                0,
                false,
                100,
                LAUNCH,
                List.of(),
                "default",
                "1",
                Map.of(),
                Set.of("heartbeat"));
    }

    public static String address(String id) {
        return "10.0.0." + id;
    }

    public static NodeReport report(int connections) {
        return new NodeReport(0, LAUNCH, connections, 0, 0, null, null, Map.of());
    }

    public static StreamRecord stream(String scope, String name, NodeRecord node) {
        return new StreamRecord(scope, name, node.address(), node.role(), LAUNCH + 10, LAUNCH + 10, "webhook");
    }

    public static NodeHeartbeat beat(String id, long launchTime, boolean draining) {
        return new NodeHeartbeat(
                id,
                NodeRole.ORIGIN,
                address(id),
                null,
                5080,
                false,
                "local",
                "default",
                100,
                launchTime,
                "1",
                draining,
                report(0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
