package io.foyer.room.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When streams ended lately, by the clocks of their nodes: the news that one began may come after the news that it ended,
 * and would be believed for ever. It remembers for a minute, and a bounded number. Safe for any thread.
 */
final class RecentEnds {
    private static final int MOST = 10_000;
    private static final long REMEMBERED_MILLIS = 60_000;

    private final Map<String, End> ends = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, End> eldest) {
            return size() > MOST;
        }
    };

    private record End(long at, long heardAt) {}

    synchronized void ended(String id, long at, long heardAt) {
        End before = ends.remove(id);
        ends.put(id, new End(before == null ? at : Math.max(at, before.at()), heardAt));
    }

    /** True for a stream that began before an end that was heard of within the last minute. */
    synchronized boolean endedAfter(String id, long began, long now) {
        End end = ends.get(id);
        if (end != null && now - end.heardAt() > REMEMBERED_MILLIS) {
            ends.remove(id);
            return false;
        }
        return end != null && began < end.at();
    }
}
