package io.foyer.registry.domain.selection;

import io.foyer.contract.NodeRecord;
import java.util.List;

/** The answer to the question which node to use, with how it came about. */
public sealed interface Decision {
    List<Funnel.Step> steps();

    /** @param nodes one or more, first choice first */
    record Chosen(List<NodeRecord> nodes, List<Funnel.Step> steps) implements Decision {
        public Chosen {
            if (nodes.isEmpty()) {
                throw new IllegalArgumentException("a choice of nothing");
            }
        }
    }

    /** Nobody publishes it. */
    record NotPublished(List<Funnel.Step> steps) implements Decision {}

    /** No node meets all conditions. */
    record NoNode(List<Funnel.Step> steps) implements Decision {
        /** The first one that nobody was left after. */
        public String condition() {
            return steps.stream()
                    .filter(step -> step.left() == 0)
                    .findFirst()
                    .map(Funnel.Step::rule)
                    .orElseThrow();
        }
    }
}
