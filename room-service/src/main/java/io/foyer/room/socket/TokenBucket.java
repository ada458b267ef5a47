package io.foyer.room.socket;

import java.util.function.LongSupplier;

/** So many at once, and so many a second after that. For one thread at a time. */
final class TokenBucket {
    private final double capacity;
    private final double perNano;
    private final LongSupplier nanos;
    private double left;
    private long filledAt;

    TokenBucket(double capacity, double perSecond, LongSupplier nanos) {
        this.capacity = capacity;
        this.perNano = perSecond / 1e9;
        this.nanos = nanos;
        this.left = capacity;
        this.filledAt = nanos.getAsLong();
    }

    /** Takes one and answers 0; or, when there is none left, answers the nanoseconds until there is. */
    long take() {
        long now = nanos.getAsLong();
        left = Math.min(capacity, left + (now - filledAt) * perNano);
        filledAt = now;
        if (left < 1) {
            return Math.max(1, (long) Math.ceil((1 - left) / perNano));
        }
        left--;
        return 0;
    }
}
