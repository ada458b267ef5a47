package io.foyer.registry.domain.selection;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whom this replica sent where in the last ten seconds. A burst of lookups arrives faster than nodes report; without this
 * all of it would go to the node that looked best before the burst. Who asks again counts once. Safe for any thread.
 */
public final class RecentPicks {
    private static final int SECONDS = 10;

    /** Picks remembered at most; older ones are forgotten first. */
    private static final int MOST = 50_000;

    private final Clock clock;

    /** By whoever was sent, oldest first. */
    private final Map<Object, Pick> picks = new LinkedHashMap<>();

    private final Map<InSecond, Integer> bySecond = new ConcurrentHashMap<>();
    private final Map<OfRoom, Integer> byRoom = new ConcurrentHashMap<>();
    private volatile long tidiedIn;

    public RecentPicks(Clock clock) {
        this.clock = clock;
    }

    private record Pick(String node, String room, long second) {
        InSecond inSecond() {
            return new InSecond(node, second);
        }

        OfRoom ofRoom() {
            return new OfRoom(node, room);
        }
    }

    private record InSecond(String node, long second) {}

    private record OfRoom(String node, String room) {}

    /** @param who was sent there, if that can be told: being sent again, there or elsewhere, replaces the last time */
    public synchronized void add(String node, String room, Optional<String> who) {
        tidy();
        Object key = who.isPresent() ? who.get() : new Object();
        Pick before = picks.remove(key);
        if (before != null) {
            count(before, -1);
        }
        Pick pick = new Pick(node, room, second());
        picks.put(key, pick);
        count(pick, 1);
    }

    /** How many were sent there since then (epoch milliseconds, to the second), but not longer ago than ten seconds. */
    public int since(String node, long then) {
        long now = second();
        int sum = 0;
        for (long second = Math.max(Math.floorDiv(then, 1000L), now - SECONDS + 1); second <= now; second++) {
            sum += bySecond.getOrDefault(new InSecond(node, second), 0);
        }
        return sum;
    }

    /** How many were sent there for one room in the last ten seconds. */
    public int ofRoom(String node, String room) {
        if (tidiedIn != second()) {
            tidy();
        }
        return byRoom.getOrDefault(new OfRoom(node, room), 0);
    }

    /** The node is gone: whoever was sent there is there no more. */
    public synchronized void forget(String node) {
        picks.values().removeIf(pick -> {
            boolean there = pick.node().equals(node);
            if (there) {
                count(pick, -1);
            }
            return there;
        });
    }

    private synchronized void tidy() {
        long now = second();
        tidiedIn = now;
        Iterator<Pick> oldest = picks.values().iterator();
        while (oldest.hasNext()) {
            Pick pick = oldest.next();
            if (now - pick.second() < SECONDS && picks.size() < MOST) {
                break;
            }
            oldest.remove();
            count(pick, -1);
        }
    }

    private void count(Pick pick, int more) {
        bySecond.merge(pick.inSecond(), more, RecentPicks::sumOrNothing);
        byRoom.merge(pick.ofRoom(), more, RecentPicks::sumOrNothing);
    }

    private static Integer sumOrNothing(int one, int other) {
        return one + other == 0 ? null : one + other;
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}
