package io.foyer.registry.group;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.node.NodeView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Node groups as they follow from the groups that nodes name; they are not objects of their own. */
@ApplicationScoped
public class NodeGroups {
    private final NodeView nodes;

    public NodeGroups(NodeView nodes) {
        this.nodes = nodes;
    }

    List<GroupJson.Group> all() {
        return nodes.all().stream()
                .map(NodeRecord::group)
                .distinct()
                .sorted()
                .map(this::group)
                .toList();
    }

    Optional<GroupJson.Group> find(String name) {
        return of(name).isEmpty() ? Optional.empty() : Optional.of(group(name));
    }

    List<NodeRecord> of(String group) {
        return nodes.all().stream()
                .filter(node -> node.group().equals(group))
                .sorted(Comparator.comparing(NodeRecord::id))
                .toList();
    }

    GroupJson.GroupStats stats(String group) {
        List<NodeRecord> members = of(group);
        List<GroupJson.RoleStats> roles = Arrays.stream(NodeRole.values())
                .filter(role -> members.stream().anyMatch(node -> node.role() == role))
                .map(role -> roleStats(
                        role,
                        members.stream().filter(node -> node.role() == role).toList()))
                .toList();
        return new GroupJson.GroupStats(connections(members), roles);
    }

    private GroupJson.RoleStats roleStats(NodeRole role, List<NodeRecord> members) {
        List<NodeRecord> active = members.stream()
                .filter(node -> node.state() == NodeState.INSERVICE)
                .toList();
        return new GroupJson.RoleStats(
                role.text(),
                members.size(),
                active.size(),
                active.stream().mapToInt(NodeRecord::capacity).sum(),
                connections(active));
    }

    private GroupJson.Group group(String name) {
        List<NodeRecord> members = of(name);
        return new GroupJson.Group(
                // Stable and positive: the original numbers its groups, we have only names.
                name.hashCode() & Integer.MAX_VALUE,
                name,
                connections(members.stream()
                        .filter(node -> node.role() == NodeRole.ORIGIN)
                        .toList()),
                members.stream().map(NodeRecord::region).distinct().sorted().toList(),
                "default",
                "default",
                members.stream().anyMatch(node -> node.state() == NodeState.INSERVICE) ? "active" : "initializing",
                null);
    }

    private int connections(List<NodeRecord> members) {
        return members.stream()
                .mapToInt(node ->
                        nodes.report(node.id()).map(NodeReport::connections).orElse(0))
                .sum();
    }
}
