package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.foyer.state.redis.RedisSharedState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica whose own clock is 5 s behind the store's: what it writes has the store's time, as what any other writes. */
@QuarkusTest
@QuarkusTestResource(value = RedisTestResource.class, restrictToAnnotatedClass = true)
@TestProfile(StoreClockIT.SlowClock.class)
class StoreClockIT {
    private static final long BEHIND = Duration.ofSeconds(5).toMillis();
    private static final Offset<Long> SOON = within(2_000L);

    public static final class SlowClock implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(StateAhead.class);
        }
    }

    @Inject
    SharedState state;

    @Inject
    StreamRecorder recorder;

    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void theTimesOfAStreamThatAWebhookToldOfAreTheStores() {
        webhook("stream-published");
        soon(() -> assertThat(stream("live/clock/alice@10.8.0.1").live()).isTrue());

        StreamRecord started = stream("live/clock/alice@10.8.0.1");
        assertThat(started.heardAt()).isCloseTo(storeNow(), SOON);
        assertThat(started.startTime()).isCloseTo(storeNow(), SOON);
        assertThat(started.presence().since()).isCloseTo(storeNow(), SOON);

        webhook("stream-unpublished");
        soon(() -> assertThat(stream("live/clock/alice@10.8.0.1").live()).isFalse());

        StreamRecord ended = stream("live/clock/alice@10.8.0.1");
        assertThat(ended.heardAt()).isCloseTo(storeNow(), SOON);
        assertThat(ended.presence().endedAt()).isCloseTo(storeNow(), SOON);
    }

    @Test
    void theTimesOfANodeAndItsStreamsAreTheStores() {
        Beat beat = Beat.origin("o1", "10.8.0.2");
        beat.with("streams", List.of(Map.of("scope", "live/clock", "name", "bob")))
                .accepted();
        soon(() -> assertThat(stream("live/clock/bob@10.8.0.2").live()).isTrue());

        StreamRecord started = stream("live/clock/bob@10.8.0.2");
        assertThat(started.heardAt()).isCloseTo(storeNow(), SOON);
        assertThat(started.startTime()).isCloseTo(storeNow(), SOON);
        assertThat(node("o1").stateSince()).isCloseTo(storeNow(), SOON);

        given().delete("/registry/v1/nodes/o1");
        soon(() -> assertThat(stream("live/clock/bob@10.8.0.2").live()).isFalse());

        assertThat(stream("live/clock/bob@10.8.0.2").presence().endedAt()).isCloseTo(storeNow(), SOON);
    }

    @Test
    void noTwoEventsAreReceivedAtTheSameTime() {
        List<Long> times = Stream.generate(recorder::received).limit(1_000).toList();

        assertThat(times).doesNotHaveDuplicates().isSorted();
        assertThat(times.getFirst()).isCloseTo(storeNow(), SOON);
    }

    private static void webhook(String event) {
        given().contentType(ContentType.JSON)
                .body(Map.of("event", event, "guid", "live/clock/alice", "nodePublicIp", "10.8.0.1"))
                .post("/webhook")
                .then()
                .statusCode(200);
    }

    private static long storeNow() {
        return System.currentTimeMillis() + BEHIND;
    }

    private StreamRecord stream(String id) {
        return state.store(Tables.STREAMS)
                .read(id)
                .await()
                .atMost(Duration.ofSeconds(2))
                .orElseThrow(() -> new AssertionError("no record of " + id))
                .value();
    }

    private NodeRecord node(String id) {
        return state.store(Tables.NODES)
                .read(id)
                .await()
                .atMost(Duration.ofSeconds(2))
                .orElseThrow()
                .value();
    }

    /** The real one, with a store whose clock is ahead of this machine's. */
    @Alternative
    @ApplicationScoped
    public static class StateAhead implements SharedState {
        @Inject
        RedisSharedState redis;

        @Override
        public long now() {
            return redis.now() + BEHIND;
        }

        @Override
        public <T> Store<T> store(Table<T> table) {
            return redis.store(table);
        }

        @Override
        public <T> Replica<T> replica(Table<T> table) {
            return redis.replica(table);
        }

        @Override
        public <T> LatestValues<T> latest(String name, Class<T> type) {
            return redis.latest(name, type);
        }

        @Override
        public Leases leases() {
            return redis.leases();
        }

        @Override
        public boolean current() {
            return redis.current();
        }

        @Override
        public Duration age() {
            return redis.age();
        }

        @Override
        public boolean loadedOnce() {
            return redis.loadedOnce();
        }
    }
}
