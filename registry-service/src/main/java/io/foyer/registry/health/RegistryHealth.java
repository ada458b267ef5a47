package io.foyer.registry.health;

import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.http.FirstLoad;
import io.foyer.state.SharedState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Liveness asks nobody: a restart does not bring Redis back. Readiness wants the first load, and then a view that is not
 * older than the grace time, because lookups can be answered from an old view for a while.
 */
@ApplicationScoped
public class RegistryHealth {
    private final SharedState state;
    private final FirstLoad firstLoad;
    private final RegistryConfig config;
    private final Clock clock;
    private final AtomicLong lastCurrent = new AtomicLong(Long.MIN_VALUE);

    public RegistryHealth(SharedState state, FirstLoad firstLoad, RegistryConfig config, Clock clock) {
        this.state = state;
        this.firstLoad = firstLoad;
        this.config = config;
        this.clock = clock;
    }

    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck live() {
        return () -> HealthCheckResponse.up("registry");
    }

    @Produces
    @Startup
    @ApplicationScoped
    HealthCheck started() {
        return () -> HealthCheckResponse.up("registry");
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready() {
        return () -> {
            boolean current = state.current();
            long now = clock.millis();
            if (current) {
                lastCurrent.set(now);
            }
            boolean tolerable = firstLoad.done()
                    && (current
                            || lastCurrent.updateAndGet(at -> at == Long.MIN_VALUE ? now : at)
                                    > now - config.readinessGrace().toMillis());
            return HealthCheckResponse.named("registry")
                    .status(tolerable)
                    .withData("loaded", firstLoad.done())
                    .withData("current", current)
                    .build();
        };
    }
}
