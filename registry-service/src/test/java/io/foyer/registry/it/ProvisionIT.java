package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.admin;
import static io.foyer.registry.it.Registry.delete;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.post;
import static io.foyer.registry.it.Registry.provision;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class ProvisionIT {
    private static final String META = "/admin/event/meta";

    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void aConferenceIsProvisionedOnceAndTheSecondPostSaysSo() {
        post(META + "/live/room1/room1", provision("room1"))
                .then()
                .statusCode(200)
                .body("name", equalTo("room1"))
                .body("scope", equalTo("live/room1"))
                .body("data.parameters.audiotracks", equalTo(3));
        isError(post(META + "/live/room1/room1", provision("room1")), 400)
                .body("errorMessage", containsString("Provision already exists"));
        soon(() -> {
            admin(META).then().statusCode(200).body("$", contains("guid: live/room1/room1"));
            admin(META + "/live/room1/room1").then().statusCode(200).body("data.guid", equalTo("live/room1"));
        });
    }

    @Test
    void ofManyWhoPostAtOnceExactlyOneCreates() throws Exception {
        List<Future<Integer>> posts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int post = 0; post < 20; post++) {
                posts.add(threads.submit(() ->
                        post(META + "/live/room2/room2", provision("room2")).statusCode()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> post : posts) {
            statuses.add(post.get());
        }
        assertThat(statuses).containsOnly(200, 400);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    }

    @Test
    void theOriginsHaveItBeforeThePostIsAnswered() {
        try (FakeNode one = FakeNode.at("127.0.21.1");
                FakeNode two = FakeNode.at("127.0.21.2")) {
            Beat.origin("o1", "127.0.21.1").with("signalingPort", one.port()).accepted();
            Beat.origin("o2", "127.0.21.2").with("signalingPort", two.port()).accepted();
            soon(() -> given().get("/registry/v1/nodes").then().body("$", hasSize(2)));
            post(META + "/live/room3/room3", provision("room3")).then().statusCode(200);
            for (FakeNode node : List.of(one, two)) {
                assertThat(node.calls()).hasSize(1);
                assertThat(node.calls().getFirst())
                        .startsWith("POST /cluster/api?action=provision.create ")
                        .contains("\"provisions\":[{")
                        .contains("\"guid\":\"live/room3\"");
            }
            isError(post(META + "/live/room3/room3", provision("room3")), 400);
            assertThat(one.calls()).hasSize(1);
            soon(() -> delete(META + "/live/room3/room3").then().statusCode(200).body("name", equalTo("room3")));
            assertThat(one.calls().getLast()).startsWith("POST /cluster/api?action=provision.delete ");
        }
    }

    @Test
    void anOriginThatHangsDelaysThePostOnlyForAMomentAndGetsItByHeartbeat() {
        try (FakeNode node = FakeNode.at("127.0.21.3")) {
            node.hang();
            Beat beat = Beat.origin("o1", "127.0.21.3").with("signalingPort", node.port());
            beat.accepted();
            soon(() -> given().get("/registry/v1/nodes").then().body("$", hasSize(1)));
            post(META + "/live/room4/room4", provision("room4")).then().statusCode(200);
            soon(() -> beat.accepted().then().body("provisions.guid", contains("live/room4")));
            beat.with("provisions", List.of("live/room4/room4"))
                    .accepted()
                    .then()
                    .body("$", not(hasKey("provisions")));
            int calls = node.calls().size();
            isError(post(META + "/live/room4/room4", provision("room4")), 400);
            assertThat(node.calls()).hasSize(calls);
        }
    }

    @Test
    void aProvisionIsReplacedAndRemoved() {
        isError(
                given().queryParam("accessToken", Registry.TOKEN)
                        .contentType(ContentType.JSON)
                        .body(provision("room5"))
                        .put(Registry.API + META + "/live/room5/room5"),
                404);
        post(META + "/live/room5/room5", provision("room5")).then().statusCode(200);
        Map<String, Object> changed = new HashMap<>(provision("room5"));
        changed.put("level", 1);
        given().queryParam("accessToken", Registry.TOKEN)
                .contentType(ContentType.JSON)
                .body(changed)
                .put(Registry.API + META + "/live/room5/room5")
                .then()
                .statusCode(200)
                .body("data.level", equalTo(1));
        delete(META + "/live/room5/room5").then().statusCode(200).body("data.level", equalTo(1));
        soon(() -> isError(admin(META + "/live/room5/room5"), 404));
        isError(delete(META + "/live/room5/room5"), 404);
    }

    @Test
    void aProvisionOfAnotherConferenceIsRefused() {
        isError(post(META + "/live/room6/room6", provision("room7")), 400);
        isError(post(META + "/live/room6/room6", "[]"), 400);
        isError(post(META + "/live", provision("room6")), 400);
    }

    @Test
    void streamVariantsAreKeptAsTheyArePostedAndSendItsPublisherToATranscoder() {
        Map<String, Object> variants = Map.of(
                "meta",
                Map.of(
                        "authentication",
                        Map.of("username", "", "password", ""),
                        "stream",
                        List.of(Map.of("name", "s_1", "level", 1, "properties", Map.of("videoBR", 300_000))),
                        "qos",
                        3));
        Beat.origin("o1", "10.3.0.1").accepted();
        Beat.transcoder("t1", "10.3.0.2").accepted();
        post(META + "/live/s", variants).then().statusCode(200).body("data.meta.qos", equalTo(3));
        soon(() -> {
            Registry.get("/event/live/s?action=broadcast&transcode=true")
                    .then()
                    .body("serverAddress", equalTo("10.3.0.2"));
            Registry.get("/event/live/other?action=broadcast&transcode=true")
                    .then()
                    .body("serverAddress", equalTo("10.3.0.1"));
        });
    }
}
