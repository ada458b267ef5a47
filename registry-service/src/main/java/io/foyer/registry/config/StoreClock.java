package io.foyer.registry.config;

import io.foyer.state.SharedState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock of the store, the only one of this service: replicas compare times that others wrote (when a node was heard, a
 * stream began), and their own clocks may be seconds apart.
 */
final class StoreClock extends Clock {
    private final SharedState state;

    StoreClock(SharedState state) {
        this.state = state;
    }

    @Override
    public long millis() {
        return state.now();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Nobody here asks for the time of a place. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are epoch milliseconds");
    }
}
