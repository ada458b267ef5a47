package io.foyer.room.conference;

import io.foyer.room.Later;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a gap between two broadcasts of a room, so that a burst of changes becomes a few messages. The first one is not
 * delayed. Used under the room's lock.
 */
final class Pace {
    private final Later later;
    private final LongSupplier nanos;
    private final long gap;
    private long last;
    private boolean scheduled;

    Pace(Later later, LongSupplier nanos, Duration gap) {
        this.later = later;
        this.nanos = nanos;
        this.gap = gap.toNanos();
        this.last = nanos.getAsLong() - this.gap;
    }

    /** True when it is time; otherwise the broadcast is going to be made when it is. */
    boolean mayFollow(Runnable broadcast) {
        long wait = gap - (nanos.getAsLong() - last);
        if (wait <= 0) {
            return true;
        }
        if (!scheduled) {
            scheduled = true;
            later.run(Duration.ofNanos(wait), broadcast);
        }
        return false;
    }

    /** The broadcast that was put off is under way. */
    void begun() {
        scheduled = false;
    }

    void told() {
        last = nanos.getAsLong();
    }
}
