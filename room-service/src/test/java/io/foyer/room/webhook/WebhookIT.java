package io.foyer.room.webhook;

import static io.foyer.room.testing.Lists.active;
import static io.foyer.room.testing.Lists.conference;
import static io.foyer.room.testing.Lists.excluded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.foyer.contract.NodeRole;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Metrics;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.VendorApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@QuarkusTestResource(VendorApi.class)
class WebhookIT {
    @Inject
    StreamRecorder recorder;

    private final String room = Nodes.newRoom();
    private final String waiting = room + "_wr";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{nonsense",
                "[]",
                "{\"event\":\"stream-published\"}",
                "{\"event\":\"stream-published\",\"guid\":\"live/r/a?b\"}"
            })
    void whatIsNoWebhookIsRefusedWithAReason(String body) {
        given().body(body)
                .contentType("application/json")
                .post("/webhook")
                .then()
                .statusCode(400)
                .body("error", notNullValue())
                .body("id", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"live/../x", "live/a?b", "live/undefined", "alice", "live/x_wr_wr/a"})
    void aNameThatNoRoomOrStreamCanHaveIsRefusedAndCounted(String guid) {
        double before = refusedNames();

        given().body("{\"event\":\"stream-published\",\"guid\":\"" + guid + "\",\"nodePublicIp\":\"10.1.1.1\"}")
                .contentType("application/json")
                .post("/webhook")
                .then()
                .statusCode(400)
                .body("id", equalTo("bad-name"))
                .body("error", containsString("guid"));

        assertThat(refusedNames()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook", "/webhook/a-secret"})
    void everythingElseIsDone(String path) {
        given().body("{\"event\":\"connection-connect\",\"guid\":\"a\"}")
                .contentType("application/json")
                .post(path)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Headers", "Origin, X-Requested-With, Content-Type, Accept")
                .body(equalTo("{\"result\":true}"));
    }

    @Test
    void optionsAreAnsweredOnAnyPath() {
        given().options("/any/path").then().statusCode(204).header("Access-Control-Allow-Origin", "*");
    }

    @Test
    void aBigBodyIsRefused() {
        given().body("x".repeat(200_000))
                .contentType("application/json")
                .post("/webhook")
                .then()
                .statusCode(413);
    }

    @Test
    void streamsComeAndGo() {
        TestClient wall = TestClient.greetedHost(port(), waiting);

        Nodes.published(waiting, "alice");
        wall.expect(active(waiting, "'alice'"));
        Nodes.published(waiting, "alice");
        Nodes.published(waiting, "bob");
        wall.expect(active(waiting, "'alice','bob'"));
        Nodes.unpublished(waiting, "alice");
        wall.expect(active(waiting, "'bob'"));
        Nodes.unpublished(waiting, "alice");
        Nodes.unpublished(waiting, "bob");
        wall.expect(active(waiting, ""));
    }

    @Test
    void newsThatComesInTheWrongOrderEndsInWhatIs() {
        TestClient wall = TestClient.greetedHost(port(), waiting);

        Nodes.webhook("stream-published", waiting + "/alice", 1_000);
        wall.expect(active(waiting, "'alice'"));
        // She came back at once: the news of her return is faster than that of her leaving.
        Nodes.webhook("stream-published", waiting + "/alice", 3_000);
        Nodes.webhook("stream-unpublished", waiting + "/alice", 2_000);
        // He came and went: the news that he went is faster than that he came.
        Nodes.webhook("stream-unpublished", waiting + "/bob", 5_000);
        Nodes.webhook("stream-published", waiting + "/bob", 4_000);

        Nodes.published(waiting, "carol");
        wall.expect(active(waiting, "'alice','carol'"));
        Nodes.webhook("stream-unpublished", waiting + "/alice", 6_000);
        wall.expect(active(waiting, "'carol'"));
        Nodes.webhook("stream-published", waiting + "/bob", 7_000);
        wall.expect(active(waiting, "'carol','bob'"));
    }

    @Test
    void whatCanNeverBeStoredIsNotTriedForEver() {
        given().body("{\"event\":\"stream-published\",\"guid\":\"live/x/y\",\"nodePublicIp\":\"" + "1".repeat(2000)
                        + "\"}")
                .contentType("application/json")
                .post("/webhook")
                .then()
                .statusCode(200);

        await("nothing waits")
                .untilAsserted(
                        () -> given().get("/q/metrics").then().body(containsString("foyer_room_webhooks_waiting 0.0")));
    }

    @Test
    void copiesOnOtherNodesDoNotCount() {
        TestClient host = TestClient.greetedHost(port(), room);

        Nodes.webhook("stream-published", room + "/a", "TYPE_EDGE");
        Nodes.webhook("stream-published", room + "/b", "TYPE_MIXER");
        Nodes.webhook("stream-published", room + "/c", "TYPE_OFF");

        host.expect(active(room, "'c'"));
    }

    @Test
    void theCompositeIsActiveInItsRoom() {
        TestClient host = TestClient.greetedHost(port(), room);
        String name = room.substring(room.indexOf('/') + 1);

        Nodes.published(room, name);

        host.expect(active(room, "'" + name + "'"));
    }

    @Test
    void newsThatAnotherServiceHeardCountsAsWell() {
        TestClient host = TestClient.greetedHost(port(), room);
        long now = System.currentTimeMillis();
        StreamRecord stream = new StreamRecord(room, "alice", "10.9.9.9", NodeRole.ORIGIN, now, now, "heartbeat");

        recorder.started(stream).await().atMost(Duration.ofSeconds(5));
        host.expect(active(room, "'alice'"));
        recorder.stopped(stream.id(), now + 1).await().atMost(Duration.ofSeconds(5));
        host.expect(active(room, ""));
    }

    @Test
    void aStreamOnTwoNodesLeavesWithTheLast() {
        TestClient host = TestClient.greetedHost(port(), room);
        long now = System.currentTimeMillis();
        StreamRecord second = new StreamRecord(room, "alice", "10.9.9.9", NodeRole.ORIGIN, now, now, "heartbeat");
        Nodes.published(room, "alice");
        recorder.started(second).await().atMost(Duration.ofSeconds(5));
        host.expect(active(room, "'alice'"));

        recorder.stopped(second.id(), now + 1).await().atMost(Duration.ofSeconds(5));
        host.expectNothing();
        Nodes.unpublished(room, "alice");
        host.expect(active(room, ""));
    }

    @Test
    void aSeatSurvivesAHiccupAndEndsAfterTheGrace() {
        TestClient host = TestClient.greetedHost(port(), room);
        Nodes.published(room, "alice");
        Nodes.published(room, "bob");
        host.waitFor(active(room, "'alice','bob'"));
        host.say("promote", room, "alice").say("promote", room, "bob");
        host.waitFor(conference(room, "alice", "'alice','bob'"));

        Nodes.unpublished(room, "alice");
        host.waitFor(active(room, "'bob'"));
        Nodes.published(room, "alice");
        host.expect(active(room, "'bob','alice'"));

        Nodes.unpublished(room, "alice");
        host.expect(active(room, "'bob'"));
        host.expect(active(room, "'bob'"), conference(room, "bob", "'bob'"));
        Nodes.published(room, "alice");
        host.expect(active(room, "'bob','alice'"));
        host.expectNothing();
    }

    @Test
    void anExclusionHoldsUntilItIsTakenBack() {
        TestClient wall = TestClient.greetedHost(port(), waiting);
        Nodes.published(waiting, "alice");
        Nodes.published(waiting, "bob");
        wall.waitFor(active(waiting, "'alice','bob'"));

        wall.say("exclude", waiting, "alice").waitFor(active(waiting, "'bob'"));
        Nodes.unpublished(waiting, "alice");
        Nodes.published(waiting, "alice");
        Nodes.unpublished(waiting, "alice");
        Nodes.unpublished(waiting, "bob");
        wall.waitFor(active(waiting, ""));
        Nodes.published(waiting, "alice");
        Nodes.published(waiting, "carol");
        wall.waitFor(active(waiting, "'carol'"));

        TestClient late = TestClient.host(port(), waiting);
        late.expect(excluded(waiting, "'alice'"));
        wall.say("readmit", waiting, "alice").waitFor(excluded(waiting, ""));
        wall.until(message -> message.contains("carol") && message.contains("alice"));
    }

    @Test
    void whoLeavesTheWaitingRoomWithoutArrivingLosesThePlace() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient wall = TestClient.greetedHost(port(), waiting);
        Nodes.published(waiting, "alice");
        Nodes.published(waiting, "bob");
        wall.until(message -> message.contains("'alice','bob'".replace('\'', '"')));
        host.say("promote", room, "alice").say("promote", room, "bob");
        Nodes.published(room, "bob");
        host.waitFor(active(room, "'bob'"));

        Nodes.unpublished(waiting, "alice");
        Nodes.unpublished(waiting, "bob");

        host.waitFor(conference(room, "bob", "'bob'"));
        host.expectNothing();
    }

    @Test
    void aLateComerSeesWhatIsThere() {
        Nodes.published(room, "alice");
        TestClient first = TestClient.host(port(), room);
        first.waitFor(active(room, "'alice'"));

        TestClient late = TestClient.host(port(), room);

        late.expect(active(room, "'alice'"));
    }

    private static int port() {
        return RestAssured.port;
    }

    private static double refusedNames() {
        return Metrics.value(port(), "foyer_names_refused_total");
    }
}
