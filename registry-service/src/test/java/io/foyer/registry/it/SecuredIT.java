package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.API;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.provision;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(SecuredIT.Secured.class)
class SecuredIT {
    public static final class Secured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "foyer.mode", "secured",
                    "foyer.access-token", "admin-secret",
                    "foyer.registry.page-token", "page-secret",
                    "foyer.registry.node-key", "node-secret",
                    "foyer.registry.webhook-secret", "hook-secret",
                    "foyer.registry.cors-origins", "https://pages.example");
        }
    }

    private static final Map<String, Object> NODE =
            Map.of("role", "origin", "address", "10.8.0.1", "launchTime", 1_701_780_000_000L);

    @Test
    void onlyTheNodeKeyOpensTheHeartbeat() {
        isError(json().body(NODE).put("/registry/v1/nodes/o1"), 401);
        isError(json().header("Authorization", "Bearer wrong").body(NODE).put("/registry/v1/nodes/o1"), 401);
        isError(given().get("/registry/v1/nodes"), 401);
        isError(given().delete("/registry/v1/nodes/o1"), 401);
        isError(given().get("/registry/v1/decisions?action=broadcast&stream=live/a"), 401);
        json().header("Authorization", "Bearer node-secret")
                .body(NODE)
                .put("/registry/v1/nodes/o1")
                .then()
                .statusCode(200);
        soon(() -> given().header("Authorization", "Bearer admin-secret")
                .get("/registry/v1/nodes")
                .then()
                .body("$", hasSize(1)));
    }

    @Test
    void thePageTokenPostsProvisionsAndNothingElse() {
        json().queryParam("accessToken", "page-secret")
                .body(provision("room1"))
                .post(API + "/admin/event/meta/live/room1/room1")
                .then()
                .statusCode(200);
        isError(
                json().queryParam("accessToken", "xyz123")
                        .body(provision("room2"))
                        .post(API + "/admin/event/meta/live/room2/room2"),
                401);
        for (String path : new String[] {"/admin/event/meta", "/admin/nodegroup", "/composition"}) {
            isError(given().queryParam("accessToken", "page-secret").get(API + path), 401);
        }
        isError(
                given().queryParam("accessToken", "page-secret").delete(API + "/admin/event/meta/live/room1/room1"),
                401);
    }

    @Test
    void webhooksNeedTheirSecretInThePath() {
        Map<String, String> event = Map.of("event", "stream-published", "guid", "live/a");
        isError(json().body(event).post("/webhook"), 401);
        isError(json().body(event).post("/webhook/wrong"), 401);
        json().body(event).post("/webhook/hook-secret").then().statusCode(200);
        json().body(event).post("/registry/v1/webhooks/hook-secret").then().statusCode(200);
    }

    @Test
    void onlyListedOriginsMayCallFromElsewhere() {
        given().header("Origin", "https://pages.example")
                .options(API + "/event/list")
                .then()
                .header("Access-Control-Allow-Origin", "https://pages.example");
        given().header("Origin", "https://evil.example")
                .options(API + "/event/list")
                .then()
                .header("Access-Control-Allow-Origin", (String) null);
    }

    private static RequestSpecification json() {
        return given().contentType(ContentType.JSON);
    }
}
