package io.foyer.edge.health;

import io.foyer.state.SharedState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * How old this replica's view of the shared state is: looked at every second, shown as {@code foyer_state_view_age_seconds},
 * logged when it passes ten seconds and when it is over. A replica that never loaded counts from its start.
 */
@ApplicationScoped
public class StateAge {
    private static final Logger LOG = Logger.getLogger(StateAge.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration OLD = Duration.ofSeconds(10);

    private final BooleanSupplier state;
    private final LongSupplier nanos;
    private long currentAt;
    private boolean current;
    private boolean once;
    private boolean old;

    @Inject
    public StateAge(SharedState state, MeterRegistry meters) {
        this(state::current, meters, System::nanoTime);
    }

    StateAge(BooleanSupplier state, MeterRegistry meters, LongSupplier nanos) {
        this.state = state;
        this.nanos = nanos;
        this.currentAt = nanos.getAsLong();
        Gauge.builder("foyer.state.view.age", this, view -> view.age().toMillis() / 1_000.0)
                .baseUnit("seconds")
                .description("time since this replica's view of the shared state was known to be complete")
                .register(meters);
    }

    /** Nobody may have asked while it was current, so it is looked at all the time. */
    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
    }

    synchronized void look() {
        boolean wasCurrent = current;
        current = state.getAsBoolean();
        long now = nanos.getAsLong();
        Duration age = Duration.ofNanos(now - currentAt);
        if (!wasCurrent && current && old) {
            old = false;
            LOG.infof("view of the shared state is current again ageSeconds=%d", age.toSeconds());
        }
        if (current) {
            once = true;
            currentAt = now;
        } else if (!old && age.compareTo(OLD) >= 0) {
            old = true;
            LOG.warnf("view of the shared state is old ageSeconds=%d loaded=%s", age.toSeconds(), once);
        }
    }

    /** True when the view was complete at the last look. */
    public synchronized boolean current() {
        return current;
    }

    /** True once the view was complete. */
    public synchronized boolean loadedOnce() {
        return once;
    }

    /** Zero while the view is current. */
    public synchronized Duration age() {
        return current ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - currentAt);
    }
}
