package io.foyer.room.socket;

import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/** What one client did not take at once: of each kind the newest message, and a few replies. For one thread. */
final class Outbox {
    /** The answers to all messages of one client that may be in progress: 32 frames of 8 documents. */
    private static final int MAX_REPLIES = 256;

    private final TreeMap<Integer, Frame> newest = new TreeMap<>();
    private final Deque<Frame> turn = new ArrayDeque<>(2);
    private final Deque<Frame> replies = new ArrayDeque<>(2);

    void put(Message message) {
        newest.put(message.kind(), message.frame());
    }

    void reply(Frame frame) {
        if (replies.size() < MAX_REPLIES) {
            replies.add(frame);
        }
    }

    /** The next message, or null when there is none. */
    Frame poll() {
        if (!replies.isEmpty()) {
            return replies.poll();
        }
        if (turn.isEmpty()) {
            turn.addAll(newest.values());
            newest.clear();
        }
        return turn.poll();
    }

    boolean isEmpty() {
        return replies.isEmpty() && turn.isEmpty() && newest.isEmpty();
    }
}
