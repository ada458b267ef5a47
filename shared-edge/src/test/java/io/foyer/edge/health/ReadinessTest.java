package io.foyer.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final State state = new State();
    private final StateAge age = new StateAge(state, meters);
    private final Service service = new Service();
    private final ServingReadiness readiness = new ServingReadiness(service, age);

    @Test
    void beforeTheFirstLoadAReplicaIsNotReadyAndSaysHowLongItHasWaited() {
        state.age = Duration.ofSeconds(7);

        assertThat(status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(body())
                .containsEntry("state", "away")
                .containsEntry("viewAgeSeconds", 7L)
                .containsEntry("loaded", false);
    }

    @Test
    void onceLoadedItIsReadyHoweverLongTheStateIsAwayAndTheAgeGrows() {
        service.loaded = true;
        assertThat(body()).containsEntry("state", "current").containsEntry("viewAgeSeconds", 0L);

        state.age = Duration.ofHours(3);

        assertThat(status()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(body()).containsEntry("state", "away").containsEntry("viewAgeSeconds", 10_800L);
        assertThat(meters.get("foyer.state.view.age").gauge().value()).isEqualTo(10_800);

        state.age = Duration.ZERO;
        assertThat(body()).containsEntry("state", "current").containsEntry("viewAgeSeconds", 0L);
        assertThat(meters.get("foyer.state.view.age").gauge().value()).isZero();
    }

    @Test
    void aReplicaThatIsBeingStoppedIsNotReady() {
        service.loaded = true;
        service.draining = true;

        assertThat(status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(body()).containsEntry("draining", true);
    }

    @Test
    void anOldViewIsLoggedOnceAndSoIsItsEnd() {
        state.age = Duration.ofSeconds(9);
        assertThat(age.look()).isFalse();
        state.age = Duration.ofSeconds(10);
        assertThat(age.look()).isTrue();
        state.age = Duration.ofSeconds(11);
        assertThat(age.look()).isFalse();
        state.age = Duration.ZERO;
        assertThat(age.look()).isTrue();
        assertThat(age.look()).isFalse();
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

    /** Only its age is of interest. */
    private static final class State implements SharedState {
        Duration age = Duration.ZERO;

        @Override
        public Duration age() {
            return age;
        }

        @Override
        public boolean current() {
            return age.isZero();
        }

        @Override
        public boolean loadedOnce() {
            return true;
        }

        @Override
        public <T> Store<T> store(Table<T> table) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Replica<T> replica(Table<T> table) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> LatestValues<T> latest(String name, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Leases leases() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long now() {
            throw new UnsupportedOperationException();
        }
    }
}
