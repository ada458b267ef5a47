package io.foyer.edge.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready from the first load until the replica is being stopped. Redis is no part of it: what was loaded still answers, and
 * without Redis all replicas would leave the load balancer at once. How old the view is stands beside it.
 */
@Readiness
@ApplicationScoped
public class ServingReadiness implements HealthCheck {
    private final Serving serving;
    private final StateAge view;

    public ServingReadiness(Serving serving, StateAge view) {
        this.serving = serving;
        this.view = view;
    }

    @Override
    public HealthCheckResponse call() {
        Duration age = view.age();
        return HealthCheckResponse.named("shared-state")
                .status(serving.loaded() && !serving.draining())
                .withData("loaded", serving.loaded())
                .withData("draining", serving.draining())
                .withData("state", age.isZero() ? "current" : "away")
                .withData("viewAgeSeconds", age.toSeconds())
                .build();
    }
}
