package io.foyer.registry.domain.selection;

import io.foyer.contract.NodeRecord;
import io.foyer.registry.domain.node.NodeReport;

/**
 * A node that may be chosen.
 *
 * @param report what it last said of its load
 * @param recent how often it was chosen lately; those clients may not show in the report yet
 */
public record Candidate(NodeRecord node, NodeReport report, int recent) {

    /** Connections it has, counting those that are on their way. */
    public int connections() {
        return report.connections() + recent;
    }
}
