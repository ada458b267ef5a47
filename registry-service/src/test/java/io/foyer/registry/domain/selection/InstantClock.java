package io.foyer.registry.domain.selection;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test turns: it shows the milliseconds in the first place of the array. */
final class InstantClock extends Clock {
    private final long[] now;

    InstantClock(long[] now) {
        this.now = now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now[0]);
    }
}
