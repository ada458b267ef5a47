package io.foyer.room.health;

import io.foyer.room.socket.OpenSockets;
import io.foyer.state.SharedState;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the shared state was loaded and as long as this replica does not drain. A short absence of Redis does not
 * show: what is held here still serves, and all replicas would go at once.
 */
@Readiness
@ApplicationScoped
public class StateReady implements HealthCheck {
    private static final long LOOK_MILLIS = 1_000;

    private final SharedState state;
    private final OpenSockets sockets;
    private final Clock clock;
    private final Vertx vertx;
    private Instant currentAt = Instant.MIN;

    public StateReady(SharedState state, OpenSockets sockets, Clock clock, Vertx vertx) {
        this.state = state;
        this.sockets = sockets;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** Looked at all the time, for nobody may have asked since it was. */
    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(LOOK_MILLIS, ignored -> look());
    }

    private synchronized boolean look() {
        boolean current = state.current();
        if (current) {
            currentAt = clock.instant();
        }
        return current;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        boolean current = look();
        boolean ready = !sockets.draining() && currentAt != Instant.MIN;
        return HealthCheckResponse.named("room-service")
                .status(ready)
                .withData("state", current ? "current" : "away")
                .withData("draining", sockets.draining())
                .build();
    }
}
