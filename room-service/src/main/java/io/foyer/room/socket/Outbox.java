package io.foyer.room.socket;

import io.foyer.room.conference.Slot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What waits to be sent to one client: of each kind the newest message, and a few complaints. The kinds go out in turns,
 * in their order; what is new in the middle of a turn waits for the next, so that a list that keeps changing does not hold
 * up the others. A slow reader holds at most two messages of each kind, and always ends with the last state. Safe for any
 * thread.
 */
final class Outbox {
    private static final int MOST_COMPLAINTS = 32;

    private final Map<Slot, String> newest = new EnumMap<>(Slot.class);
    private final Deque<String> turn = new ArrayDeque<>();
    private final Deque<String> complaints = new ArrayDeque<>();

    /** What is put together is in the same turn. */
    synchronized void put(Map<Slot, String> texts) {
        newest.putAll(texts);
    }

    /** Beyond a bound complaints are dropped: the client has been told often enough. */
    synchronized void complain(String text) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(text);
        }
    }

    /** The next message, or null when there is none. */
    synchronized String poll() {
        if (!complaints.isEmpty()) {
            return complaints.poll();
        }
        if (turn.isEmpty()) {
            turn.addAll(newest.values());
            newest.clear();
        }
        return turn.poll();
    }

    synchronized boolean isEmpty() {
        return complaints.isEmpty() && turn.isEmpty() && newest.isEmpty();
    }
}
