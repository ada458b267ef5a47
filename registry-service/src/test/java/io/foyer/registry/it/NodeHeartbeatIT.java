package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class NodeHeartbeatIT {
    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void aFirstHeartbeatPutsANodeIntoService() {
        Beat.origin("o1", "10.1.0.1")
                .accepted()
                .then()
                .body("node", equalTo("o1"))
                .body("state", equalTo("inservice"))
                .body("heartbeatMillis", equalTo(10_000))
                .body("provisions", empty())
                .body("mixers", empty())
                .body("parents", empty());
        soon(() -> given().get("/registry/v1/nodes/o1")
                .then()
                .statusCode(200)
                .body("node.state", equalTo("inservice"))
                .body("node.address", equalTo("10.1.0.1"))
                .body("node.sources", contains("heartbeat"))
                .body("report.freeMemoryMb", equalTo(512)));
    }

    @Test
    void anEdgeLearnsItsParentsFromTheReply() {
        Beat.origin("o1", "10.1.0.1").accepted();
        Beat.origin("o2", "10.1.0.2").accepted();
        Beat.origin("o3", "10.1.0.3").with("group", "other").accepted();
        soon(() -> Beat.edge("e1", "10.1.0.9")
                .accepted()
                .then()
                .body("parents", containsInAnyOrder("10.1.0.1", "10.1.0.2")));
    }

    @Test
    void theCompleteListOfStreamsStartsAndEndsThem() {
        Beat node = Beat.origin("o1", "10.1.0.1").streams("live/room1/alice", "live/room1/bob");
        node.accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("streams.name", contains("alice", "bob")));
        node.streams("live/room1/bob").accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("streams.name", contains("bob")));
        node.without("streams").accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("streams.name", contains("bob")));
        node.streams().accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("streams", empty()));
    }

    @Test
    void aNewLaunchTimeIsANewNodeWhoseOldStreamsAreOver() {
        Beat node = Beat.origin("o1", "10.1.0.1").streams("live/room1/alice");
        node.accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("streams.name", contains("alice")));
        node.without("streams").with("launchTime", 1_801_780_000_000L).accepted();
        soon(() -> given().get("/registry/v1/nodes/o1")
                .then()
                .body("node.launchTime", equalTo(1_801_780_000_000L))
                .body("streams", empty()));
    }

    @Test
    void aWebhookIsBelievedAgainstAnOlderList() {
        Beat node = Beat.origin("o1", "10.1.0.1").streams();
        node.accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().statusCode(200));
        given().contentType(ContentType.JSON)
                .body(Map.of("event", "stream-published", "guid", "live/room1_wr/alice", "nodePublicIp", "10.1.0.1"))
                .post("/registry/v1/webhooks")
                .then()
                .statusCode(200)
                .body("result", equalTo(true));
        soon(() -> given().get("/registry/v1/nodes/o1")
                .then()
                .body("streams.name", contains("alice"))
                .body("streams.source", contains("webhook")));
        node.accepted();
        given().get("/registry/v1/nodes/o1").then().body("streams.name", contains("alice"));

        given().contentType(ContentType.JSON)
                .body(Map.of("event", "stream-unpublished", "guid", "live/room1_wr/alice", "nodePublicIp", "10.1.0.1"))
                .post("/webhook")
                .then()
                .statusCode(200);
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("streams", empty()));
        node.streams("live/room1_wr/alice").accepted();
        given().get("/registry/v1/nodes/o1").then().body("streams", empty());
    }

    @Test
    void aDeletedNodeIsGoneWithItsStreams() {
        Beat.origin("o1", "10.1.0.1").streams("live/room1/alice").accepted();
        soon(() -> Registry.get("/event/list").then().body("name", containsInAnyOrder("alice", "alice")));
        given().delete("/registry/v1/nodes/o1").then().statusCode(204);
        soon(() -> {
            Registry.get("/event/list").then().body("$", empty());
            isError(given().get("/registry/v1/nodes/o1"), 404);
        });
        given().delete("/registry/v1/nodes/o1").then().statusCode(204);
    }

    @Test
    void aLeavingNodeTakesNothingNewAndAnUnknownOneIsNotTakenIn() {
        Beat.origin("o1", "10.1.0.1").streams("live/room1/alice").accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().statusCode(200));
        Beat.origin("o1", "10.1.0.1")
                .streams("live/room1/alice")
                .with("draining", true)
                .accepted()
                .then()
                .body("state", equalTo("draining"));
        soon(() -> isError(Registry.get("/event/live/room2/bob?action=broadcast"), 400));

        Beat.origin("o7", "10.1.0.7").with("draining", true).accepted().then().body("state", equalTo("draining"));
        isError(given().get("/registry/v1/nodes/o7"), 404);
    }

    @Test
    void anAddressBelongsToOneLiveNode() {
        Beat.origin("o1", "10.1.0.1").accepted();
        soon(() -> isError(Beat.origin("o2", "10.1.0.1").send(), 409).body("errorMessage", containsString("o1")));
        isError(given().get("/registry/v1/nodes/o2"), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "role,captain",
        "role,5",
        "address,a b",
        "address,http://x/",
        "signalingPort,0",
        "signalingPort,text",
        "launchTime,-1",
        "capacity,0",
        "connections,-1",
        "cpu,hot",
        "region,a/b",
        "streams,none",
        "mixers,5",
        "privateAddress,a/../b",
        "draining,maybe"
    })
    void aMalformedFieldIsRefusedByName(String field, String value) {
        Object sent = value.matches("-?[0-9]+") ? (Object) Integer.valueOf(value) : value;
        isError(Beat.origin("o1", "10.1.0.1").with(field, sent).send(), 400).body("errorMessage", startsWith(field));
    }

    @Test
    void aMissingFieldIsRefusedByName() {
        isError(Beat.origin("o1", "10.1.0.1").without("role").send(), 400)
                .body("errorMessage", equalTo("role is missing"));
    }

    @Test
    void anIdThatNoNodeCanHaveIsRefusedWhateverIsAskedOfIt() {
        for (String id : List.of("a%0Ab", "a%00", "a%20b", "x".repeat(129))) {
            isError(given().urlEncodingEnabled(false).delete("/registry/v1/nodes/" + id), 400);
            isError(
                    given().urlEncodingEnabled(false)
                            .contentType(ContentType.JSON)
                            .body("{}")
                            .put("/registry/v1/nodes/" + id),
                    400);
        }
    }

    @Test
    void whatIsNoJsonIsRefusedInJson() {
        isError(given().contentType(ContentType.JSON).body("{\"role\":").put("/registry/v1/nodes/o1"), 400);
        isError(given().contentType(ContentType.JSON).body("[]").put("/registry/v1/nodes/o1"), 400);
        isError(given().contentType(ContentType.JSON).put("/registry/v1/nodes/o1"), 400);
        isError(given().contentType(ContentType.TEXT).body("{}").put("/registry/v1/nodes/o1"), 415);
        isError(given().contentType(ContentType.JSON).body("{}").post("/registry/v1/nodes/o1"), 405);
        isError(given().contentType(ContentType.JSON).body("{}").post("/webhook"), 400);
        isError(
                given().contentType(ContentType.JSON)
                        .body(Map.of("event", "stream-published", "guid", "live/../x"))
                        .post("/webhook"),
                400);
    }
}
