package io.foyer.room.socket;

import io.foyer.room.conference.Slot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What waits to be sent to one client: of each kind the newest message, in the order of the kinds, and a few complaints.
 * So a slow reader holds at most one message of each kind, and always ends with the last state. Safe for any thread.
 */
final class Outbox {
    private static final int MOST_COMPLAINTS = 32;

    private final Map<Slot, String> newest = new EnumMap<>(Slot.class);
    private final Deque<String> complaints = new ArrayDeque<>();

    synchronized void put(Slot slot, String text) {
        newest.put(slot, text);
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
        Iterator<String> first = newest.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        String text = first.next();
        first.remove();
        return text;
    }

    synchronized boolean isEmpty() {
        return complaints.isEmpty() && newest.isEmpty();
    }
}
