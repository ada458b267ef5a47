package io.foyer.edge.health;

import io.foyer.state.SharedState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * How old this replica's view of the shared state is ({@link SharedState#age()}), for operators: the metric
 * {@code foyer_state_view_age_seconds}, a log line when it passes ten seconds and one when it is over.
 */
@ApplicationScoped
public class StateAge {
    private static final Logger LOG = Logger.getLogger(StateAge.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration OLD = Duration.ofSeconds(10);

    private final SharedState state;

    /** The age at the last look if it was old then, else zero. */
    private Duration old = Duration.ZERO;

    public StateAge(SharedState state, MeterRegistry meters) {
        this.state = state;
        Gauge.builder("foyer.state.view.age", state, view -> view.age().toMillis() / 1_000.0)
                .baseUnit("seconds")
                .description("time since this replica's view of the shared state was known to be complete")
                .register(meters);
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
    }

    /** Answers whether it had something to log. */
    synchronized boolean look() {
        Duration age = state.age();
        boolean wasOld = !old.isZero();
        if (wasOld && age.isZero()) {
            LOG.infof("view of the shared state is current again ageSeconds=%d", old.toSeconds());
        } else if (!wasOld && age.compareTo(OLD) >= 0) {
            LOG.warnf("view of the shared state is old ageSeconds=%d loaded=%s", age.toSeconds(), state.loadedOnce());
        }
        boolean isOld = age.compareTo(OLD) >= 0 || (wasOld && !age.isZero());
        old = isOld ? age : Duration.ZERO;
        return wasOld != isOld;
    }

    /** Zero while the view is current. */
    Duration age() {
        return state.age();
    }
}
