package io.foyer.registry.node;

import io.foyer.registry.domain.node.NodeReport;
import io.foyer.state.LatestValues;
import io.foyer.state.SharedState;
import jakarta.enterprise.context.ApplicationScoped;

/** The nodes' last reports, shared by all replicas. Not a record: it changes with every heartbeat. */
@ApplicationScoped
public class NodeReports {
    private final LatestValues<NodeReport> values;

    public NodeReports(SharedState state) {
        this.values = state.latest("node-reports", NodeReport.class);
    }

    public LatestValues<NodeReport> values() {
        return values;
    }
}
