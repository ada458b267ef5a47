package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.domain.selection.Candidate;
import io.foyer.registry.domain.selection.RecentPicks;
import io.foyer.state.LatestValues;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** All nodes as this replica knows them, sorted for lookups. Never waits for anything. */
@ApplicationScoped
public class NodeView {
    private static final NodeReport UNHEARD = NodeReport.alive(0);

    private final Replica<NodeRecord> nodes;
    private final LatestValues<NodeReport> reports;
    private final RecentPicks picks;
    private final AtomicBoolean outdated = new AtomicBoolean(true);
    private volatile Index index = new Index(Map.of(), Map.of(), Map.of());

    public NodeView(SharedState state, NodeReports reports, RecentPicks picks) {
        this.nodes = state.replica(Tables.NODES);
        this.reports = reports.values();
        this.picks = picks;
        nodes.onChange(event -> outdated.set(true));
    }

    private record Index(
            Map<String, NodeRecord> byId, Map<String, NodeRecord> byAddress, Map<NodeRole, List<NodeRecord>> byRole) {}

    public Optional<NodeRecord> byId(String id) {
        return Optional.ofNullable(index().byId().get(id));
    }

    public Optional<NodeRecord> byAddress(String address) {
        return Optional.ofNullable(index().byAddress().get(address));
    }

    public List<NodeRecord> ofRole(NodeRole role) {
        return index().byRole().getOrDefault(role, List.of());
    }

    public Collection<NodeRecord> all() {
        return index().byId().values();
    }

    public Optional<NodeReport> report(String id) {
        return reports.get(id);
    }

    /** @param room whose burst is to be spread */
    public List<Candidate> candidates(String room, NodeRole... roles) {
        List<Candidate> candidates = new ArrayList<>();
        for (NodeRole role : roles) {
            ofRole(role).forEach(node -> candidates.add(candidate(node, room)));
        }
        return candidates;
    }

    private Candidate candidate(NodeRecord node, String room) {
        NodeReport report = report(node.id()).orElse(UNHEARD);
        return new Candidate(node, report, recent(node), picks.ofRoom(node.id(), room));
    }

    /** How many this replica sent there since the node's last report. */
    public int recent(NodeRecord node) {
        return picks.since(node.id(), report(node.id()).map(NodeReport::heardAt).orElse(0L));
    }

    private Index index() {
        if (outdated.getAndSet(false)) {
            rebuild();
        }
        return index;
    }

    private synchronized void rebuild() {
        Map<String, NodeRecord> byId = new HashMap<>();
        Map<String, NodeRecord> byAddress = new HashMap<>();
        Map<NodeRole, List<NodeRecord>> byRole = new EnumMap<>(NodeRole.class);
        for (Snapshot<NodeRecord> snapshot : nodes.all()) {
            NodeRecord node = snapshot.value();
            byId.put(node.id(), node);
            byAddress.merge(node.address(), node, NodeView::livelier);
            if (node.privateAddress() != null) {
                byAddress.putIfAbsent(node.privateAddress(), node);
            }
            byRole.computeIfAbsent(node.role(), role -> new ArrayList<>()).add(node);
        }
        index = new Index(byId, byAddress, byRole);
    }

    private static NodeRecord livelier(NodeRecord one, NodeRecord other) {
        return other.state() == NodeState.INSERVICE && one.state() != NodeState.INSERVICE ? other : one;
    }
}
