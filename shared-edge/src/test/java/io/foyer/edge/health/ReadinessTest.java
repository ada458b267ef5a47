package io.foyer.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean current = new AtomicBoolean();
    private final StateAge age = new StateAge(current::get, meters, nanos::get);
    private final Service service = new Service();
    private final ServingReadiness readiness = new ServingReadiness(service, age);

    @Test
    void beforeTheFirstLoadAReplicaIsNotReadyAndSaysHowLongItHasWaited() {
        pass(Duration.ofSeconds(7));

        assertThat(status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(body())
                .containsEntry("state", "away")
                .containsEntry("viewAgeSeconds", 7L)
                .containsEntry("loaded", false);
        assertThat(age.loadedOnce()).isFalse();
    }

    @Test
    void onceLoadedItIsReadyHoweverLongTheStateIsAwayAndTheAgeGrows() {
        load();
        assertThat(body()).containsEntry("state", "current").containsEntry("viewAgeSeconds", 0L);

        current.set(false);
        pass(Duration.ofHours(3));

        assertThat(status()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(body()).containsEntry("state", "away").containsEntry("viewAgeSeconds", 10_800L);
        assertThat(meters.get("foyer.state.view.age").gauge().value()).isEqualTo(10_800);
        assertThat(age.loadedOnce()).isTrue();

        current.set(true);
        assertThat(body()).containsEntry("state", "current").containsEntry("viewAgeSeconds", 0L);
        assertThat(meters.get("foyer.state.view.age").gauge().value()).isZero();
    }

    @Test
    void theAgeCountsFromTheLastLookAtWhichTheViewWasCurrent() {
        load();
        pass(Duration.ofSeconds(30));
        age.look();
        current.set(false);
        pass(Duration.ofSeconds(2));
        age.look();

        assertThat(age.age()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aReplicaThatIsBeingStoppedIsNotReady() {
        load();
        service.draining = true;

        assertThat(status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(body()).containsEntry("draining", true);
    }

    private void load() {
        current.set(true);
        service.loaded = true;
        age.look();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private HealthCheckResponse.Status status() {
        return readiness.call().getStatus();
    }

    private Map<String, Object> body() {
        return readiness.call().getData().orElseThrow();
    }

    private static final class Service implements Serving {
        boolean loaded;
        boolean draining;

        @Override
        public boolean loaded() {
            return loaded;
        }

        @Override
        public boolean draining() {
            return draining;
        }
    }
}
