package io.foyer.registry.it;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;

/** The Stream Manager API as a caller sees it. */
final class Registry {
    static final String API = "/streammanager/api/4.0";
    static final String TOKEN = "xyz123";

    private Registry() {}

    static Response get(String path) {
        return given().urlEncodingEnabled(false).get(API + path);
    }

    static Response admin(String path) {
        return given().queryParam("accessToken", TOKEN).get(API + path);
    }

    static Response post(String path, Object body) {
        return given().queryParam("accessToken", TOKEN)
                .contentType(ContentType.JSON)
                .body(body)
                .post(API + path);
    }

    static Response delete(String path) {
        return given().queryParam("accessToken", TOKEN).delete(API + path);
    }

    /** Every error has this shape, whatever its status. */
    static ValidatableResponse isError(Response response, int status) {
        return response.then()
                .statusCode(status)
                .contentType(ContentType.JSON)
                .body("errorMessage", notNullValue())
                .body("timestamp", notNullValue());
    }

    /** Replicas follow by messages, so what was written is seen a moment later. */
    static void soon(ThrowingRunnable check) {
        // Not yet is no failure: what was sent and received is only of interest in the message of the last try.
        RestAssuredConfig loud = RestAssured.config;
        RestAssured.config = loud.logConfig(LogConfig.logConfig());
        try {
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(check);
        } finally {
            RestAssured.config = loud;
        }
    }

    static Map<String, Object> mixer(String name, String room, String destinationMixerName) {
        return Map.of(
                "mixerName",
                name,
                "mixingPage",
                "https://pages.example/mix?sm=true",
                "streamName",
                room,
                "path",
                "live/" + room,
                "width",
                "1280",
                "height",
                "720",
                "framerate",
                "30",
                "bitrate",
                1500,
                "doForward",
                true,
                "destinationMixerName",
                destinationMixerName);
    }

    static Map<String, Object> composition(String room, List<Map<String, Object>> mixers) {
        return Map.of(
                "event",
                room,
                "transcodeComposition",
                false,
                "digest",
                TOKEN,
                "mixers",
                mixers,
                "location",
                List.of("local"));
    }

    static Map<String, Object> provision(String room) {
        return Map.of(
                "guid",
                "live/" + room,
                "context",
                "live/" + room,
                "name",
                room,
                "level",
                0,
                "isRestricted",
                false,
                "parameters",
                Map.of("group", "webrtc", "audiotracks", 3, "videotracks", 1),
                "restrictions",
                List.of(),
                "primaries",
                List.of(),
                "secondaries",
                List.of());
    }

    /** Takes away whatever a test left behind. */
    static void reset() {
        soon(() -> {
            List<String> events = admin("/composition").jsonPath().getList("$");
            events.forEach(event -> delete("/composition/" + event));
            List<String> provisions = admin("/admin/event/meta").jsonPath().getList("$");
            provisions.forEach(line -> delete("/admin/event/meta/" + line.substring("guid: ".length())));
            List<String> nodes = given().get("/registry/v1/nodes").jsonPath().getList("node.id");
            nodes.forEach(node -> given().delete("/registry/v1/nodes/" + node));
            delete("/admin/event?includeActive=true");
            get("/event/list").then().body("size()", is(0));
            given().get("/registry/v1/nodes").then().body("size()", is(0));
            admin("/composition").then().body("size()", is(0));
            admin("/admin/event/meta").then().body("size()", is(0));
        });
    }
}
