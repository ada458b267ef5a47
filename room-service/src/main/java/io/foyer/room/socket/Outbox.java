package io.foyer.room.socket;

import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Update;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/** What waits to be sent to one client: of each kind the newest message, and a few replies. Safe for any thread. */
final class Outbox {
    private static final int MAX_REPLIES = 32;

    private final TreeMap<Integer, Frame> newest = new TreeMap<>();
    private final Deque<Frame> turn = new ArrayDeque<>();
    private final Deque<Frame> replies = new ArrayDeque<>();
    private long version;

    synchronized void put(Update update) {
        if (update.version() > version) {
            version = update.version();
            update.messages().forEach(message -> newest.put(message.kind(), message.frame()));
        }
    }

    synchronized void reply(Frame frame) {
        if (replies.size() < MAX_REPLIES) {
            replies.add(frame);
        }
    }

    /** The next message, or null when there is none. */
    synchronized Frame poll() {
        if (!replies.isEmpty()) {
            return replies.poll();
        }
        if (turn.isEmpty()) {
            turn.addAll(newest.values());
            newest.clear();
        }
        return turn.poll();
    }

    synchronized boolean isEmpty() {
        return replies.isEmpty() && turn.isEmpty() && newest.isEmpty();
    }
}
