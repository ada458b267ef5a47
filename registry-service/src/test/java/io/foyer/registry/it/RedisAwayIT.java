package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.composition;
import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.mixer;
import static io.foyer.registry.it.Registry.post;
import static io.foyer.registry.it.Registry.provision;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.foyer.lab.redis.RedisProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuarkusTest
@QuarkusTestResource(value = RedisAwayIT.AbsentRedis.class, restrictToAnnotatedClass = true)
@TestProfile(RedisAwayIT.QuickReconnect.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisAwayIT {
    public static final class QuickReconnect implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("foyer.state.reconnect", "500ms");
        }
    }

    /** A Redis that is not there yet when the service starts. */
    public static final class AbsentRedis implements QuarkusTestResourceLifecycleManager {
        private final RedisProcess redis = RedisProcess.start();

        @Override
        public Map<String, String> start() {
            redis.kill();
            return Map.of("quarkus.redis.hosts", redis.uri());
        }

        /** After the Redis that all other tests share: the last one's address counts. */
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisProcess.class));
        }

        @Override
        public void stop() {
            redis.close();
        }
    }

    RedisProcess redis;

    @Test
    @Order(1)
    void withoutRedisTheServiceStartsButIsNotReady() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/started").then().statusCode(200);
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'shared-state' }.data.loaded", equalTo(false))
                .body("checks.find { it.name == 'shared-state' }.data.state", equalTo("away"));
        isError(Beat.origin("o1", "10.7.0.1").send(), 503);
        isError(get("/event/live/a?action=broadcast"), 503);
        isError(get("/event/list"), 503);
        given().options(Registry.API + "/event/list").then().statusCode(204);
    }

    @Test
    @Order(2)
    void whenRedisComesTheServiceGetsReadyByItself() {
        redis.restart();
        soon(() -> given().get("/q/health/ready").then().statusCode(200));
        Beat.origin("o1", "10.7.0.1").streams("live/room1/alice").accepted();
        Beat.mixer("m1", "10.7.0.9").accepted();
        soon(() -> post("/composition", composition("room1", List.of(mixer("mx", "room1", ""))))
                .then()
                .statusCode(200));
        post("/admin/event/meta/live/room1/room1", provision("room1")).then().statusCode(200);
        soon(() -> {
            get("/event/live/room1/alice?action=subscribe").then().statusCode(200);
            Registry.admin("/admin/event/meta").then().body("$", hasSize(1));
        });
    }

    @Test
    @Order(3)
    void whileRedisIsAwayLookupsGoOnAndChangesAreRefused() {
        redis.kill();
        get("/event/live/room1/alice?action=subscribe")
                .then()
                .statusCode(200)
                .body("serverAddress", equalTo("10.7.0.1"));
        get("/event/live/room2/bob?action=broadcast").then().statusCode(200);
        get("/event/list").then().body("$", hasSize(2));
        Registry.admin("/composition").then().body("$", contains("room1"));

        isError(post("/admin/event/meta/live/room2/room2", provision("room2")), 503);
        isError(Registry.delete("/composition/room1"), 503);
        isError(Beat.origin("o2", "10.7.0.2").send(), 503);
        // Nothing about it changed, so there is nothing to refuse.
        Beat.origin("o1", "10.7.0.1").accepted();
        given().get("/q/health/live").then().statusCode(200);
        soon(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'shared-state' }.data.state", equalTo("away"))
                .body("checks.find { it.name == 'shared-state' }.data.viewAgeSeconds", greaterThanOrEqualTo(3)));
        given().get("/q/metrics").then().body(matchesPattern("(?s).*foyer_state_view_age_seconds [3-9].*"));
        get("/event/live/room1/alice?action=subscribe").then().statusCode(200);
    }

    @Test
    @Order(4)
    void whenRedisComesBackEmptyNothingIsLost() {
        redis.restart();
        soon(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'shared-state' }.data.state", equalTo("current"))
                .body("checks.find { it.name == 'shared-state' }.data.viewAgeSeconds", equalTo(0)));
        Beat.origin("o2", "10.7.0.2").streams("live/room1/bob").accepted();
        soon(() -> {
            given().get("/registry/v1/nodes").then().body("node.id", hasItems("o1", "o2", "m1"));
            get("/event/list").then().body("name", hasItems("alice", "bob"));
            Registry.admin("/composition").then().body("$", contains("room1"));
            Registry.admin("/admin/event/meta").then().body("$", hasSize(1));
        });
        Registry.delete("/composition/room1").then().statusCode(200);
    }
}
