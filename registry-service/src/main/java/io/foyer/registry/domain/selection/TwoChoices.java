package io.foyer.registry.domain.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws two at random and takes the less busy one. Nearly as even as always taking the best, but replicas that see the
 * same reports do not all run to the same node.
 */
public final class TwoChoices {
    private final RandomGenerator random;

    public TwoChoices(RandomGenerator random) {
        this.random = random;
    }

    /** Up to so many different ones, first choice first. */
    public List<Candidate> choose(List<Candidate> candidates, int wanted) {
        List<Candidate> pool = new ArrayList<>(candidates);
        List<Candidate> chosen = new ArrayList<>();
        while (chosen.size() < wanted && !pool.isEmpty()) {
            chosen.add(pool.remove(better(pool)));
        }
        return chosen;
    }

    private int better(List<Candidate> pool) {
        int first = random.nextInt(pool.size());
        if (pool.size() == 1) {
            return first;
        }
        int second = (first + 1 + random.nextInt(pool.size() - 1)) % pool.size();
        return Load.of(pool.get(second)) < Load.of(pool.get(first)) ? second : first;
    }
}
