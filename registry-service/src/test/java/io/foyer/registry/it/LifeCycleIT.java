package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(LifeCycleIT.Fast.class)
class LifeCycleIT {
    public static final class Fast implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "foyer.registry.heartbeat-interval", "300ms",
                    "foyer.registry.suspect-after", "2s",
                    "foyer.registry.gone-after", "1s",
                    "foyer.registry.freeze-limit", "2s",
                    "foyer.registry.tick", "100ms");
        }
    }

    private final ScheduledExecutorService beats = Executors.newScheduledThreadPool(2);

    @AfterEach
    void reset() {
        beats.shutdownNow();
        Registry.reset();
    }

    @Test
    void aSilentNodeIsSuspectedThenGoneWithItsStreamsWhileTheOtherGoesOn() {
        ScheduledFuture<?> dying = beating(Beat.origin("o1", "10.6.0.1").streams("live/room1/alice"));
        beating(Beat.origin("o2", "10.6.0.2").streams("live/room1/bob"));
        soon(() -> get("/event/list").then().body("$", hasSize(4)));

        dying.cancel(false);
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("node.state", equalTo("suspect")));
        get("/event/live/new?action=broadcast").then().body("serverAddress", equalTo("10.6.0.2"));
        soon(() -> {
            isError(given().get("/registry/v1/nodes/o1"), 404);
            get("/event/list").then().body("$", hasSize(2)).body("[0].name", equalTo("bob"));
        });
        given().get("/registry/v1/nodes/o2").then().body("node.state", equalTo("inservice"));
        metric("foyer_registry_node_departures_total{cause=\"silent\"}");

        beating(Beat.origin("o1", "10.6.0.1").streams("live/room1/alice"));
        soon(() -> get("/event/list").then().body("$", hasSize(4)));
    }

    @Test
    void aSuspectThatIsHeardAgainIsBackInService() {
        Beat node = Beat.origin("o1", "10.6.0.1").streams("live/room1/alice");
        beating(Beat.origin("o2", "10.6.0.2"));
        node.accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("node.state", equalTo("suspect")));
        node.accepted().then().body("state", equalTo("inservice"));
        soon(() -> given().get("/registry/v1/nodes/o1")
                .then()
                .body("node.state", equalTo("inservice"))
                .body("streams", hasSize(1)));
    }

    @Test
    void aMassSilenceFreezesTheTableForABoundedTime() {
        Beat.origin("o1", "10.6.0.1").streams("live/room1/alice").accepted();
        Beat.origin("o2", "10.6.0.2").accepted();
        Beat.edge("e1", "10.6.0.3").accepted();
        soon(() -> frozen(3));
        given().get("/registry/v1/nodes/o1").then().body("node.state", equalTo("inservice"));
        get("/event/live/room1/alice?action=subscribe").then().statusCode(200);
        soon(() -> given().get("/registry/v1/nodes").then().body("$", hasSize(0)));
    }

    @Test
    void aLeavingNodeGoesWhenItsLastStreamEnded() {
        Beat node = Beat.origin("o1", "10.6.0.1").streams("live/room1/alice").with("draining", true);
        Beat.origin("o1", "10.6.0.1").streams("live/room1/alice").accepted();
        soon(() -> given().get("/registry/v1/nodes/o1").then().statusCode(200));
        ScheduledFuture<?> leaving = beating(node);
        soon(() -> given().get("/registry/v1/nodes/o1").then().body("node.state", equalTo("draining")));
        leaving.cancel(false);
        beating(node.streams());
        soon(() -> isError(given().get("/registry/v1/nodes/o1"), 404));
    }

    private ScheduledFuture<?> beating(Beat beat) {
        return beats.scheduleWithFixedDelay(beat::send, 0, 300, TimeUnit.MILLISECONDS);
    }

    private static void frozen(int atLeast) {
        String text = given().get("/q/metrics").asString();
        double value = text.lines()
                .filter(line -> line.startsWith("foyer_registry_nodes_frozen"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(value, greaterThanOrEqualTo((double) atLeast));
    }

    private static void metric(String name) {
        given().get("/q/metrics").then().statusCode(200).body(containsString(name));
    }
}
