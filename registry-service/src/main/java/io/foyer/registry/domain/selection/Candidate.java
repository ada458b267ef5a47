package io.foyer.registry.domain.selection;

import io.foyer.contract.NodeRecord;
import io.foyer.registry.domain.node.NodeReport;

/**
 * A node that may be chosen.
 *
 * @param report what it last said of its load
 * @param recent how many were sent there since; they do not show in the report yet
 * @param ofRoom how many of one room were sent there lately
 */
public record Candidate(NodeRecord node, NodeReport report, int recent, int ofRoom) {
    /** Of a node nobody was sent to lately for this room. */
    public Candidate(NodeRecord node, NodeReport report, int recent) {
        this(node, report, recent, 0);
    }

    /** Connections it has, counting those that are on their way. */
    public int connections() {
        return report.connections() + recent;
    }
}
