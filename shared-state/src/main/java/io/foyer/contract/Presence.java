package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * That a name is there, or was a moment ago. Somebody who comes back within a minute continues the presence with a break in
 * it; who decides how long a break may be can judge that later. Times are epoch milliseconds by the store's clock.
 *
 * @param since when it began
 * @param breaks the latest interruptions, each longer than all later ones: enough to tell the longest since any moment
 * @param endedAt when it ended; 0 while it lasts
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Presence(long since, List<Break> breaks, long endedAt) {
    /** How long an end is remembered; who comes back later begins anew. */
    public static final long REMEMBERED_MILLIS = 60_000;

    private static final int MAX_BREAKS = 8;

    /** An interruption of so many milliseconds that ended at this time. */
    public record Break(long until, long millis) {}

    public Presence {
        breaks = breaks == null ? List.of() : List.copyOf(breaks);
    }

    public static Presence began(long at) {
        return new Presence(at, List.of(), 0);
    }

    public boolean lasts() {
        return endedAt == 0;
    }

    /** @param at not before its beginning */
    public Presence ended(long at) {
        return new Presence(since, breaks, Math.max(at, since));
    }

    /** This presence, which begins now, as the continuation of an earlier one, if that is recent enough. */
    public Presence continuing(Presence earlier) {
        long pause = earlier.lasts() ? 0 : Math.max(0, since - earlier.endedAt);
        if (earlier.since >= since || pause > REMEMBERED_MILLIS) {
            return this;
        }
        List<Break> all = new ArrayList<>(earlier.breaks);
        if (pause > 0) {
            all.removeIf(shorter -> shorter.millis <= pause);
            all.add(new Break(since, pause));
        }
        List<Break> latest = all.subList(Math.max(0, all.size() - MAX_BREAKS), all.size());
        return new Presence(earlier.since, latest, endedAt);
    }

    /** When it began, or went on after the last break. */
    public long resumedAt() {
        return breaks.isEmpty() ? since : breaks.getLast().until();
    }

    /** True if there was a break longer than this that began after that moment. */
    public boolean brokenAfter(long moment, long millis) {
        return breaks.stream().anyMatch(pause -> pause.until - pause.millis >= moment && pause.millis > millis);
    }

    /** Of two reasons to be there the better: the one that lasts, or lasted longer; then the one that began first. */
    public static Presence better(Presence one, Presence other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.endedAt != other.endedAt) {
            long end = Math.max(one.end(), other.end());
            return one.end() == end ? one : other;
        }
        if (one.breaks.size() != other.breaks.size()) {
            return one.breaks.size() < other.breaks.size() ? one : other;
        }
        return one.since <= other.since ? one : other;
    }

    @JsonIgnore
    private long end() {
        return lasts() ? Long.MAX_VALUE : endedAt;
    }
}
