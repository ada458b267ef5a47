package io.foyer.lab.node.signaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #LIMIT} {@code joinGroup} messages that reached this node, for tests that measure admission. */
public final class JoinLog {
    public static final int LIMIT = 500;

    /** @param atMillis epoch milliseconds at which the message was read from the socket */
    public record Join(String group, String scope, String streamName, long atMillis, boolean accepted) {}

    private final Deque<Join> joins = new ArrayDeque<>();

    public synchronized void add(Join join) {
        joins.addLast(join);
        while (joins.size() > LIMIT) {
            joins.removeFirst();
        }
    }

    public synchronized List<Join> all() {
        return List.copyOf(joins);
    }
}
