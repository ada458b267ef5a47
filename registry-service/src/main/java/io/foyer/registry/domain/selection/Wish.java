package io.foyer.registry.domain.selection;

import java.util.Set;

/**
 * Where somebody wants the node to be.
 *
 * @param regions any of these; none when it does not matter
 * @param strict nothing else will do
 * @param nodes how many different nodes are wanted at most, 1 or more
 */
public record Wish(Set<String> regions, boolean strict, int nodes) {
    public static final Wish ANYWHERE = new Wish(Set.of(), false, 1);

    public Wish {
        regions = Set.copyOf(regions);
        if (nodes < 1) {
            throw new IllegalArgumentException("nodes: " + nodes);
        }
    }
}
