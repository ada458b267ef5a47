package io.foyer.lab.history;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for a condition that says what is missing while it does not hold. */
final class Await {
    private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /** What is still missing after this time; empty as soon as nothing is. */
    static Optional<String> within(Duration time, Supplier<Optional<String>> missing) {
        long deadline = System.nanoTime() + time.toNanos();
        Optional<String> still = missing.get();
        while (still.isPresent() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
            still = missing.get();
        }
        return still;
    }

    /** For what belongs to the harness and not to what is checked: its absence is no finding. */
    static void orFail(Duration time, String what, Supplier<Boolean> holds) {
        within(time, () -> holds.get() ? Optional.empty() : Optional.of(what)).ifPresent(still -> {
            throw new IllegalStateException("not within " + time.toSeconds() + " s: " + still);
        });
    }
}
