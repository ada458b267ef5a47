package io.foyer.room;

import static io.foyer.room.testing.Lists.active;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.Replica;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.VendorApi;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms that are over leave nothing: not in Redis, not in a replica, however many there were. */
@QuarkusTest
@QuarkusTestResource(value = RedisTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = VendorApi.class, restrictToAnnotatedClass = true)
@TestProfile(RoomsLeaveNothingIT.ShortLives.class)
class RoomsLeaveNothingIT {
    private static final int ROOMS = 10_000;
    private static final int AT_ONCE = 200;

    public static final class ShortLives implements QuarkusTestProfile {
        static final Map<String, String> SETTINGS = Map.of("foyer.room.ends-after", "3s");

        @Override
        public Map<String, String> getConfigOverrides() {
            return SETTINGS;
        }
    }

    RedisProcess redis;
    VendorApi streamManager;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void reset() {
        streamManager.reset();
    }

    @Test
    void tenThousandSocketsInAsManyRoomsLeaveNothing() throws InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int done = 0; done < ROOMS; done += AT_ONCE) {
                List<Callable<Void>> wave = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    String room = "live/" + Long.toString(random.nextLong(1L << 50), 36) + (done + i);
                    int kind = random.nextInt(4);
                    wave.add(() -> visit(room, kind));
                }
                for (Future<Void> visit : visitors.invokeAll(wave)) {
                    visit.get();
                }
            }
        }

        await("nothing in the replica").atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(List.of(
                        gauge("foyer.room.sockets"),
                        gauge("foyer.room.rooms"),
                        entries("rooms"),
                        entries("room-facts")))
                .as("sockets, rooms, records and facts of rooms; seed " + seed)
                .containsOnly(0.0));
        await("nothing in Redis").atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(keysOfRooms())
                .isEmpty());
        assertThat(redis.ask("PUBSUB CHANNELS foyer:changes:*:live/*")).isEqualTo("*0");
    }

    /** Connects as a host and leaves: at once, or after a promotion, or after a post. */
    private static Void visit(String room, int kind) {
        try (TestClient host = TestClient.host(RestAssured.port, room)) {
            switch (kind) {
                case 0 -> {}
                case 1 -> host.say("promote", room, "alice");
                case 2 ->
                    host.say("promote", room, "alice")
                            .until(message -> message.contains("\"conference\"") && message.contains("alice"));
                default ->
                    host.say("post", room, "bob")
                            .until(message -> message.contains("\"active\"") && message.contains("bob"));
            }
        }
        return null;
    }

    @Test
    void whoPostedInARoomThatIsOverIsNotThereWhenItBeginsAnew() {
        String room = Nodes.newRoom();
        try (Replica second = Replica.start(
                redis.uri(),
                Stream.concat(
                                Stream.of("foyer.room.stream-manager-url=http://127.0.0.1:" + streamManager.port()),
                                ShortLives.SETTINGS.entrySet().stream()
                                        .map(setting -> setting.getKey() + "=" + setting.getValue()))
                        .toArray(String[]::new))) {
            TestClient far = TestClient.greetedHost(second.port(), room);
            TestClient near = TestClient.greetedHost(RestAssured.port, room);
            far.say("post", room, "alice");
            near.waitFor(active(room, "'alice'"));

            near.close();
            await("not watched here").until(() -> gauge("foyer.room.rooms") == 0);
            far.close();
            await("the room is over").atMost(Duration.ofSeconds(10)).until(() -> keysOfRooms()
                    .isEmpty());

            TestClient late = TestClient.host(RestAssured.port, room);
            late.expect(active(room, ""));
            late.close();
        }
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private double entries(String table) {
        return meters.get("foyer.state.entries").tag("table", table).gauge().value();
    }

    /** How many, and the first of them; empty when there are none. */
    private String keysOfRooms() {
        String answer = redis.ask("EVAL \"local found = redis.call('KEYS', 'foyer:*{live/*') "
                + "return redis.status_reply(#found .. ' ' .. (found[1] or ''))\" 0");
        assertThat(answer).startsWith("+");
        return answer.equals("+0 ") ? "" : answer;
    }
}
