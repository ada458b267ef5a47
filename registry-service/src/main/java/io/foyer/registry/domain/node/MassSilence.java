package io.foyer.registry.domain.node;

import java.util.Arrays;
import java.util.Collection;

/**
 * Tells the silence of one node from our own deafness: when more than a third of all nodes, and at least two, fell silent
 * within one heartbeat of each other, it is more likely that we cannot hear than that they all died. They keep their
 * state, for a bounded time. Needs no memory: every replica comes to the same answer from the same reports.
 */
public final class MassSilence {
    private static final int SMALLEST_MASS = 2;

    private final long[] lastHeard;
    private final LifeCycleTimes times;
    private final long now;

    /** @param lastHeard of all nodes that report, epoch milliseconds */
    public MassSilence(Collection<Long> lastHeard, LifeCycleTimes times, long now) {
        this.lastHeard = lastHeard.stream().mapToLong(Long::longValue).sorted().toArray();
        this.times = times;
        this.now = now;
    }

    /** True when a node that was last heard then is to be left as it is. */
    public boolean covers(long heardAt) {
        long silence = now - heardAt;
        if (silence < times.suspectAfter().toMillis()
                || silence >= times.suspectAfter().plus(times.freeze()).toMillis()) {
            return false;
        }
        long window = times.heartbeat().toMillis();
        // All who fell silent within some window that holds this one: take the better of the two that end or begin
        // here.
        int mass = Math.max(heardBetween(heardAt - window, heardAt), heardBetween(heardAt, heardAt + window));
        return mass >= SMALLEST_MASS && mass * 3 > lastHeard.length;
    }

    private int heardBetween(long from, long to) {
        return firstAfter(to) - firstAfter(from - 1);
    }

    private int firstAfter(long time) {
        int at = Arrays.binarySearch(lastHeard, time);
        if (at < 0) {
            return -at - 1;
        }
        while (at < lastHeard.length && lastHeard[at] == time) {
            at++;
        }
        return at;
    }
}
