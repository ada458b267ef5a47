package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class EventIT {
    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void aBroadcastLookupGivesAnOriginInExactlyTheDocumentedForm() {
        Beat.origin("o1", "10.2.0.1").accepted();
        soon(() -> get("/event/live/room1_wr/alice?action=broadcast")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("$", aMapWithSize(4))
                .body("name", equalTo("alice"))
                .body("scope", equalTo("live/room1_wr"))
                .body("serverAddress", equalTo("10.2.0.1"))
                .body("region", equalTo("local")));
    }

    @Test
    void aNameThatIsLiveIsSentToItsNode() {
        Beat.origin("o1", "10.2.0.1")
                .with("connections", 90)
                .streams("live/room1/alice")
                .accepted();
        Beat.origin("o2", "10.2.0.2").accepted();
        soon(() -> {
            for (int round = 0; round < 5; round++) {
                get("/event/live/room1/alice?action=broadcast").then().body("serverAddress", equalTo("10.2.0.1"));
            }
        });
    }

    @Test
    void askingManyTimesTurnsNobodyAwayAndWhoAsksAgainCountsOnce() {
        Beat.origin("o1", "10.2.0.1").with("capacity", 5).accepted();
        soon(() -> get("/event/live/a?action=broadcast").then().statusCode(200));
        for (int again = 0; again < 10; again++) {
            get("/event/live/a?action=broadcast").then().statusCode(200);
        }
        given().get("/registry/v1/nodes/o1").then().body("recent", equalTo(1));

        for (int other = 0; other < 20; other++) {
            get("/event/live/other" + other + "?action=broadcast").then().statusCode(200);
        }

        Beat.origin("o1", "10.2.0.1").with("capacity", 5).with("connections", 5).accepted();
        isError(get("/event/live/late?action=broadcast"), 400).body("errorMessage", containsString("capacity"));
    }

    @Test
    void whoOnlyAsksWhereAStreamIsIsNotOnTheWayThere() {
        Beat.origin("o1", "10.2.0.1").streams("live/room1/alice").accepted();
        soon(() -> get("/event/live/room1/alice?action=subscribe").then().statusCode(200));
        int before = given().get("/registry/v1/nodes/o1").path("recent");

        get("/event/live/room1/alice?action=broadcast").then().body("serverAddress", equalTo("10.2.0.1"));

        given().get("/registry/v1/nodes/o1").then().body("recent", equalTo(before));
    }

    @Test
    void regionIsAWishUnlessItIsStrict() {
        Beat.origin("o1", "10.2.0.1").with("region", "west").accepted();
        Beat.origin("o2", "10.2.0.2").with("region", "east").accepted();
        soon(() -> {
            get("/event/live/a?action=broadcast&region=east").then().body("serverAddress", equalTo("10.2.0.2"));
            get("/event/live/a?action=broadcast&region=west&strict=true")
                    .then()
                    .body("serverAddress", equalTo("10.2.0.1"));
        });
        get("/event/live/a?action=broadcast&region=north").then().statusCode(200);
        isError(get("/event/live/a?action=broadcast&region=north&strict=true"), 400)
                .body("errorMessage", containsString("region"));
        isError(get("/event/live/a?action=broadcast&region=east&geozone=west"), 400);
    }

    @Test
    void severalEndpointsAreAList() {
        Beat.origin("o1", "10.2.0.1").accepted();
        Beat.origin("o2", "10.2.0.2").accepted();
        soon(() -> get("/event/live/a?action=broadcast&endpoints=5")
                .then()
                .statusCode(200)
                .body("serverAddress", containsInAnyOrder("10.2.0.1", "10.2.0.2")));
        get("/event/live/a?action=broadcast&endpoints=1").then().body("$", aMapWithSize(4));
    }

    @Test
    void aSubscriberGetsAnEdgeOrTheOriginWhereThereIsNone() {
        Beat.origin("o1", "10.2.0.1").streams("live/room1/alice").accepted();
        soon(() -> get("/event/live/room1/alice?action=subscribe")
                .then()
                .statusCode(200)
                .body("serverAddress", equalTo("10.2.0.1")));
        Beat.edge("e1", "10.2.0.8").accepted();
        soon(() -> get("/event/live/room1/alice?action=subscribe").then().body("serverAddress", equalTo("10.2.0.8")));
    }

    @Test
    void aSubscriberPrefersTheEdgeThatHasTheStream() {
        Beat.origin("o1", "10.2.0.1").streams("live/room1/alice").accepted();
        Beat.edge("e1", "10.2.0.8").accepted();
        Beat.edge("e2", "10.2.0.9")
                .streams("live/room1/alice")
                .with("connections", 20)
                .accepted();
        soon(() -> {
            for (int round = 0; round < 5; round++) {
                get("/event/live/room1/alice?action=subscribe").then().body("serverAddress", equalTo("10.2.0.9"));
            }
        });
    }

    @Test
    void whatIsNotPublishedCannotBeSubscribed() {
        Beat.origin("o1", "10.2.0.1").accepted();
        Beat.edge("e1", "10.2.0.8").accepted();
        isError(get("/event/live/room1/nobody?action=subscribe"), 404).body("errorMessage", containsString("nobody"));
        isError(get("/event/live/room1/nobody/stats"), 404);
    }

    @Test
    void withoutNodesALookupFailsWithAReason() {
        isError(get("/event/live/room1/alice?action=broadcast"), 400);
        isError(get("/event/live/room1/join"), 400).body("errorMessage", containsString("room1"));
    }

    @Test
    void everyPublishedStreamIsListedWithAnEdge() {
        Beat.origin("o1", "10.2.0.1").streams("live/room1/alice", "live/bob").accepted();
        soon(() -> get("/event/list")
                .then()
                .body("$", hasSize(4))
                .body("find { it.type == 'edge' && it.name == 'alice' }.serverAddress", equalTo("10.2.0.1"))
                .body("find { it.type == 'origin' && it.name == 'bob' }.scope", equalTo("live"))
                .body("find { it.type == 'origin' && it.name == 'bob' }.region", equalTo("local")));
        Beat.edge("e1", "10.2.0.8").streams("live/room1/alice").accepted();
        Beat.mixer("m1", "10.2.0.9").streams("live/room1/room1").accepted();
        soon(() -> get("/event/list")
                .then()
                .body("$", hasSize(5))
                .body("findAll { it.type == 'edge' }.serverAddress", containsInAnyOrder("10.2.0.8", "10.2.0.8"))
                .body("findAll { it.type == 'mixer' }.name", hasItem("room1")));
    }

    @Test
    void statisticsSumTheSubscribersOfAllNodes() {
        Beat.origin("o1", "10.2.0.1").streams("live/room1/alice").accepted();
        Beat.edge("e1", "10.2.0.8").streams("live/room1/alice").accepted();
        soon(() -> {
            get("/event/live/room1/alice/stats")
                    .then()
                    .statusCode(200)
                    .body("currentSubscribers", is(4))
                    .body("startTime", is(1_701_780_001_000L))
                    .body("serverAddress", equalTo("10.2.0.1"));
            get("/event/list/stats").then().body("$", hasSize(1)).body("[0].currentSubscribers", is(4));
            get("/event/list/stats?aggregate=false")
                    .then()
                    .body("$", hasSize(2))
                    .body("[0].currentSubscribers", is(2));
        });
    }

    @Test
    void theListIsEmptyWhenNothingIsLive() {
        get("/event/list").then().statusCode(200).body("$", empty());
    }

    @Test
    void clearingRemovesWhatNoRegisteredNodeHas() {
        Beat.origin("o1", "10.2.0.1").streams("live/room1/alice").accepted();
        given().contentType("application/json")
                .body("{\"event\":\"stream-published\",\"guid\":\"live/room1/ghost\",\"nodePublicIp\":\"10.99.0.1\"}")
                .post("/webhook")
                .then()
                .statusCode(200);
        soon(() -> get("/event/list").then().body("name", hasItem("ghost")));
        Registry.delete("/admin/event").then().statusCode(200).body("count", is(1));
        soon(() -> get("/event/list").then().body("name", containsInAnyOrder("alice", "alice")));
    }

    @Test
    void aDecisionIsExplained() {
        Beat.origin("o1", "10.2.0.1").accepted();
        soon(() -> given().queryParam("stream", "live/room1/alice")
                .queryParam("action", "broadcast")
                .get("/registry/v1/decisions")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("chosen"))
                .body("nodes", hasItem("o1"))
                .body("steps.rule", hasItem("capacity")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event/live/alice",
                "/event/live/alice?action=destroy",
                "/event/live/alice?action=broadcast&endpoints=0",
                "/event/live/alice?action=broadcast&endpoints=many",
                "/event/live/alice?action=broadcast&strict=perhaps",
                "/event/alice?action=broadcast"
            })
    void aLookupThatCannotBeMeantIsRefused(String path) {
        isError(get(path), 400);
    }
}
