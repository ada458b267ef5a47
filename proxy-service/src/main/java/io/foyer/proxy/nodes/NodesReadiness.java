package io.foyer.proxy.nodes;

import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.drain.Drain;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the nodes were loaded, are not older than {@code foyer.proxy.ready-grace}, and this proxy is not being
 * stopped. While Redis is away for less than that, sessions are taken on with what is known.
 */
@Readiness
@ApplicationScoped
public class NodesReadiness implements HealthCheck {
    private static final long SAMPLE_MILLIS = 1000;

    private final NodeDirectory nodes;
    private final Drain drain;
    private final ProxyConfig config;
    private final Clock clock;
    private volatile long currentAt;

    public NodesReadiness(NodeDirectory nodes, Drain drain, ProxyConfig config, Clock clock) {
        this.nodes = nodes;
        this.drain = drain;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(SAMPLE_MILLIS, timer -> sample());
    }

    private void sample() {
        if (nodes.current()) {
            currentAt = clock.millis();
        }
    }

    @Override
    public HealthCheckResponse call() {
        sample();
        boolean fresh = clock.millis() - currentAt <= config.readyGrace().toMillis();
        return HealthCheckResponse.named("nodes")
                .status(nodes.loaded() && fresh && !drain.draining())
                .withData("loaded", nodes.loaded())
                .withData(
                        "ageSeconds",
                        currentAt == 0
                                ? -1
                                : Duration.ofMillis(clock.millis() - currentAt).toSeconds())
                .withData("draining", drain.draining())
                .build();
    }
}
