package io.foyer.registry.domain.selection;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each node was handed out in the last ten seconds, by this replica. A burst of lookups arrives faster than
 * nodes report; without this all of it would go to the node that looked best before the burst. Safe for any thread; holds
 * ten numbers for each node it was told of, until {@link #forget}.
 */
public final class RecentPicks {
    private static final int SECONDS = 10;

    private final Clock clock;
    private final Map<String, Ring> rings = new ConcurrentHashMap<>();

    public RecentPicks(Clock clock) {
        this.clock = clock;
    }

    public void add(String node) {
        rings.computeIfAbsent(node, id -> new Ring()).add(second());
    }

    public int of(String node) {
        Ring ring = rings.get(node);
        return ring == null ? 0 : ring.sum(second());
    }

    public void forget(String node) {
        rings.remove(node);
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1000L);
    }

    private static final class Ring {
        private final int[] counts = new int[SECONDS];
        private final long[] seconds = new long[SECONDS];

        synchronized void add(long second) {
            int at = (int) Math.floorMod(second, (long) SECONDS);
            if (seconds[at] != second) {
                seconds[at] = second;
                counts[at] = 0;
            }
            counts[at]++;
        }

        synchronized int sum(long second) {
            int sum = 0;
            for (int at = 0; at < SECONDS; at++) {
                if (second - seconds[at] < SECONDS) {
                    sum += counts[at];
                }
            }
            return sum;
        }
    }
}
