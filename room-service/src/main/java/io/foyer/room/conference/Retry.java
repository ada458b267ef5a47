package io.foyer.room.conference;

import io.foyer.state.StateException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Does what must not be forgotten while Redis is away. What is done must be safe to repeat. */
@ApplicationScoped
public class Retry {
    private static final Logger LOG = Logger.getLogger(Retry.class);
    private static final int MOST_WAITING = 10_000;
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final AtomicInteger waiting = new AtomicInteger();

    /** Tries for ten minutes. Beyond a bound of waiting ones it is tried only once; reconciliation has to do then. */
    public void untilDone(Supplier<Uni<?>> step) {
        boolean patient = waiting.incrementAndGet() <= MOST_WAITING;
        Uni<?> once = Uni.createFrom().deferred(step::get);
        Uni<?> attempts = patient
                ? once.onFailure(StateException.class)
                        .retry()
                        .withBackOff(FIRST, LONGEST)
                        .expireIn(GIVEN_UP.toMillis())
                : once;
        attempts.onTermination()
                .invoke(waiting::decrementAndGet)
                .subscribe()
                .with(ignored -> {}, failure -> LOG.warnf("given up: %s", failure.getMessage()));
    }
}
