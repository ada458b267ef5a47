package io.foyer.room;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Runs something once, after a while, on an event loop. */
@FunctionalInterface
public interface Later {
    void run(Duration after, Runnable task);

    /** Time as the services see it; tests pass their own. */
    @ApplicationScoped
    class Production {
        @Produces
        Later later(Vertx vertx) {
            return (after, task) -> vertx.setTimer(Math.max(1, after.toMillis()), ignored -> task.run());
        }

        @Produces
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    /** Nanoseconds of a clock that never goes back. */
    LongSupplier NANOS = System::nanoTime;
}
