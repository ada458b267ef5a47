package io.foyer.registry.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import io.foyer.registry.domain.node.NodeReport;
import java.util.List;
import java.util.Optional;

/** Groups and nodes as the Stream Manager API shows them (stream-manager-api.md 5). */
final class GroupJson {
    private GroupJson() {}

    /** @param regions always a list: the original room backend cannot do without */
    record Group(
            int id,
            String name,
            int originConnections,
            List<String> regions,
            String launchConfig,
            String scalePolicy,
            String state,

            @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("timestamp")
            Long timestamp) {}

    /** @param group left out where the group is in the path already */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            String identifier,
            String role,
            String availabilityZone,
            String address,
            String state,
            String launchConfig,
            int capacity,
            String group) {
        static Node of(NodeRecord node) {
            return new Node(
                    node.id(),
                    node.role().text(),
                    node.region(),
                    node.address(),
                    wordFor(node.state()),
                    node.launchConfig(),
                    node.capacity(),
                    node.group());
        }
    }

    /**
     * @param parents addresses
     * @param lastPing epoch milliseconds, null before the first report
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeStats(
            String identifier,
            String role,
            String availabilityZone,
            String address,
            String state,
            String launchConfig,
            int capacity,
            String group,
            int totalConnections,
            List<String> parents,
            Long lastPing) {
        static NodeStats of(NodeRecord node, Optional<NodeReport> report) {
            Node plain = Node.of(node);
            return new NodeStats(
                    plain.identifier(),
                    plain.role(),
                    plain.availabilityZone(),
                    plain.address(),
                    plain.state(),
                    plain.launchConfig(),
                    plain.capacity(),
                    plain.group(),
                    report.map(NodeReport::connections).orElse(0),
                    node.parents(),
                    report.map(NodeReport::heardAt).orElse(null));
        }
    }

    record GroupStats(int totalConnections, List<RoleStats> targetTypeLoadSummary) {}

    record RoleStats(
            String type,
            int totalNodeCount,
            int totalActiveNodeCount,
            int netConnectionCapacity,
            int netConnectionLoad) {}

    /** The vendor's words: it knows neither suspects nor draining. */
    static String wordFor(NodeState state) {
        return switch (state) {
            case PENDING -> "pending";
            case RUNNING, SUSPECT -> "running";
            case INSERVICE -> "inservice";
            case DRAINING -> "terminating";
        };
    }
}
