package io.foyer.room;

import static io.foyer.room.testing.Lists.active;
import static io.foyer.room.testing.Lists.activeCompositions;
import static io.foyer.room.testing.Lists.conference;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.Replica;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.VendorApi;
import io.foyer.state.SharedState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@QuarkusTestResource(VendorApi.class)
class RedisLossIT {
    RedisProcess redis;
    VendorApi streamManager;

    @Inject
    SharedState state;

    private final String room = Nodes.newRoom();

    @BeforeEach
    void reset() {
        streamManager.reset();
    }

    @AfterEach
    void redisRuns() {
        redis.restart();
        await("state current again").atMost(Duration.ofSeconds(30)).until(state::current);
    }

    @Test
    void theRoomSurvivesTheLossOfRedisWithAllItsData() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        Nodes.published(room, "alice");
        host.waitFor(active(room, "'alice'"));
        host.say("promote", room, "alice").say("promote", room, "bob");
        host.waitFor(conference(room, "alice", "'alice','bob'"));

        redis.kill();
        host.say("demote", room, "bob");
        assertThat(host.waitForType("error").text("error")).contains("right now");
        TestClient late = TestClient.host(RestAssured.port, room);
        late.waitFor(conference(room, "alice", "'alice','bob'"));
        Nodes.published(room, "carol");
        given().get("/q/health/live").then().statusCode(200);
        await("the view grows old").untilAsserted(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'shared-state' }.data.state", equalTo("away"))
                .body("checks.find { it.name == 'shared-state' }.data.viewAgeSeconds", greaterThanOrEqualTo(3)));
        given().get("/q/metrics").then().body(matchesPattern("(?s).*foyer_state_view_age_seconds [3-9].*"));

        redis.restart();
        host.waitFor(active(room, "'alice','carol'"));
        late.waitFor(active(room, "'alice','carol'"));
        host.say("demote", room, "bob");
        host.waitFor(conference(room, "alice", "'alice'"));
        late.waitFor(conference(room, "alice", "'alice'"));
    }

    @Test
    void aClientOfARoomThatCannotBeLoadedIsToldSoAndServedLater() {
        redis.kill();
        TestClient host = TestClient.host(RestAssured.port, room);

        assertThat(host.waitForType("error").text("error")).contains("not available yet");
        TestClient later = TestClient.host(RestAssured.port, room);
        assertThat(later.waitForType("error").text("error")).contains("not available yet");

        redis.restart();
        host.expect(active(room, ""), conference(room), activeCompositions(room));
    }

    @Test
    void aCompositionThatCouldNotBeStoredIsStoredLater() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        redis.kill();
        host.say(VendorApi.createComposition(room));
        assertThat(host.waitForType("error").text("error")).contains("composition");

        redis.restart();

        host.until(message -> message.contains("\"activeCompositions\"") && message.contains("\"pending\""));
    }

    @Test
    void aReplicaStartsWithoutRedisAndIsReadyWhenItComes() {
        int port = Replica.freePort();
        try (Replica replica = Replica.launch("redis://127.0.0.1:" + port)) {
            assertThat(replica.readiness()).isEqualTo(503);
            TestClient host = TestClient.host(replica.port(), room);
            assertThat(host.waitForType("error").text("error")).contains("not available yet");

            try (RedisProcess late = RedisProcess.start(port)) {
                host.waitFor(active(room, ""));
                await("ready").atMost(Duration.ofSeconds(30)).until(() -> replica.readiness() == 200);
                assertThat(List.of(late.port())).containsExactly(port);
            }
        }
    }
}
