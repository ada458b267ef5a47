package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.admin;
import static io.foyer.registry.it.Registry.delete;
import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.post;
import static io.foyer.registry.it.Registry.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class NodeGroupIT {
    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void groupsFollowFromTheirNodes() {
        admin("/admin/nodegroup").then().statusCode(200).body("$", empty());
        Beat.origin("o1", "10.5.0.1").with("connections", 7).accepted();
        Beat.origin("o2", "10.5.0.2").with("region", "west").accepted();
        Beat.edge("e1", "10.5.0.9").accepted();
        soon(() -> admin("/admin/nodegroup")
                .then()
                .body("$", hasSize(1))
                .body("[0].name", equalTo("default"))
                .body("[0].regions", contains("local", "west"))
                .body("[0].originConnections", equalTo(7))
                .body("[0].launchConfig", equalTo("default"))
                .body("[0].scalePolicy", equalTo("default"))
                .body("[0].state", equalTo("active"))
                .body("[0]", hasKey("timestamp")));
        admin("/admin/nodegroup/default").then().body("name", equalTo("default"));
        admin("/admin/nodegroup/default/node").then().body("identifier", contains("e1", "o1", "o2"));
        admin("/admin/nodegroup/default/node/origin").then().body("identifier", contains("o1", "o2"));
        admin("/admin/nodegroup/default/node/edge/")
                .then()
                .body("[0].identifier", equalTo("e1"))
                .body("[0].role", equalTo("edge"))
                .body("[0].availabilityZone", equalTo("local"))
                .body("[0].address", equalTo("10.5.0.9"))
                .body("[0].state", equalTo("inservice"))
                .body("[0].capacity", equalTo(100))
                .body("[0].group", equalTo("default"));
        admin("/admin/nodegroup/default/stats")
                .then()
                .body("totalConnections", equalTo(7))
                .body("targetTypeLoadSummary.find { it.type == 'origin' }.totalNodeCount", equalTo(2))
                .body("targetTypeLoadSummary.find { it.type == 'origin' }.netConnectionCapacity", equalTo(200))
                .body("targetTypeLoadSummary.find { it.type == 'origin' }.netConnectionLoad", equalTo(7));
        isError(admin("/admin/nodegroup/nobody"), 404);
        isError(admin("/admin/nodegroup/nobody/node"), 404);
    }

    @Test
    void aNodeIsFoundByItsAddress() {
        Beat.origin("o1", "10.5.0.1").with("connections", 3).accepted();
        soon(() -> admin("/admin/node/10.5.0.1").then().statusCode(200).body("identifier", equalTo("o1")));
        admin("/admin/node/10.5.0.1/stats")
                .then()
                .body("totalConnections", equalTo(3))
                .body("parents", empty())
                .body("$", hasKey("lastPing"));
        isError(admin("/admin/node/10.5.0.7"), 404);
    }

    @Test
    void aSunsetEdgeTakesNobodyNewAndStaysInService() {
        Beat.origin("o1", "10.5.0.1").streams("live/room1/alice").accepted();
        Beat.edge("e1", "10.5.0.8").accepted();
        Beat.edge("e2", "10.5.0.9").accepted();
        soon(() -> admin("/admin/nodegroup/default/node/edge").then().body("$", hasSize(2)));
        post("/admin/node/sunset", List.of("10.5.0.8")).then().statusCode(200).body("[0].state", equalTo("inservice"));
        soon(() -> {
            for (int round = 0; round < 10; round++) {
                get("/event/live/room1/alice?action=subscribe").then().body("serverAddress", equalTo("10.5.0.9"));
            }
        });
        Beat.edge("e1", "10.5.0.8").accepted();
        RestAssured.get("/registry/v1/nodes/e1").then().body("node.sunset", equalTo(true));
        isError(post("/admin/node/sunset", List.of("10.5.0.77")), 404);
        isError(post("/admin/node/sunset", "{}"), 400);
    }

    @Test
    void aNodeThatIsAskedToLeaveIsToldAndDoesNotComeBackByItself() {
        Beat node = Beat.origin("o1", "10.5.0.1").streams("live/room1/alice");
        node.accepted();
        soon(() -> admin("/admin/node/10.5.0.1").then().statusCode(200));
        delete("/admin/node/10.5.0.1").then().statusCode(200).body("state", equalTo("terminating"));
        soon(() -> node.accepted().then().body("state", equalTo("draining")));
        isError(get("/event/live/room1/bob?action=broadcast"), 400);
        isError(delete("/admin/node/10.5.0.1"), 400);
        delete("/admin/node/10.5.0.1?force=true").then().statusCode(200);
        soon(() -> isError(admin("/admin/node/10.5.0.1"), 404));
        assertThat(get("/event/list").jsonPath().getList("$")).isEmpty();
    }
}
