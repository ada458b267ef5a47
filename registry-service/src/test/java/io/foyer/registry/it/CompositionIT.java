package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.admin;
import static io.foyer.registry.it.Registry.composition;
import static io.foyer.registry.it.Registry.delete;
import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.mixer;
import static io.foyer.registry.it.Registry.post;
import static io.foyer.registry.it.Registry.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class CompositionIT {
    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void aCompositionRunsFromTheOrderToTheJoinAndBack() {
        Beat origin = Beat.origin("o1", "10.4.0.1");
        Beat mixer = Beat.mixer("m1", "10.4.0.9");
        origin.accepted();
        mixer.accepted();
        nodesAreKnown(2);

        post("/composition", composition("room1", List.of(mixer("mx", "room1", ""))))
                .then()
                .statusCode(200)
                .body("event", equalTo("room1"))
                .body("digest", equalTo(Registry.TOKEN))
                .body("transcodeComposition", equalTo(false))
                .body("location", contains("local"))
                .body("mixers", hasSize(1))
                .body("mixers[0].id", equalTo("m1"))
                .body("mixers[0].mixerName", equalTo("mx"))
                .body("mixers[0].location", equalTo("local"))
                .body("mixers[0].mixingPage", equalTo("https://pages.example/mix?sm=true&type=cef&cef-id=m1"))
                .body("mixers[0].serverAddress", equalTo("10.4.0.9"))
                .body("mixers[0].destination", equalTo("10.4.0.1"))
                .body("mixers[0].destinationMixerName", equalTo(""))
                .body("mixers[0].width", equalTo(1280))
                .body("mixers[0].framerate", equalTo(30))
                .body("mixers[0].bitrate", equalTo(1500))
                .body("mixers[0].doForward", equalTo(true))
                .body("mixers[0].state", equalTo("pending"));
        soon(() -> {
            admin("/composition").then().body("$", contains("room1"));
            isError(get("/event/live/room1/join"), 400).body("errorMessage", containsString("pending"));
            mixer.accepted()
                    .then()
                    .body("mixers", hasSize(1))
                    .body("mixers[0].event", equalTo("room1"))
                    .body("mixers[0].destination", equalTo("10.4.0.1"))
                    .body("mixers[0].mixingPage", startsWith("https://pages.example/mix"));
        });

        mixer.mixing("room1", "mx", "composing").accepted();
        soon(() -> {
            admin("/composition/room1").then().body("mixers[0].state", equalTo("composing"));
            isError(get("/event/live/room1/join"), 400).body("errorMessage", containsString("arrived"));
        });

        origin.streams("live/room1/room1").accepted();
        soon(() -> get("/event/live/room1/join")
                .then()
                .statusCode(200)
                .body("scope", equalTo("live/room1"))
                .body("name", equalTo("room1"))
                .body("serverAddress", equalTo("10.4.0.1"))
                .body("region", equalTo("local")));
        isError(get("/event/other/room1/join"), 400);

        delete("/composition/room1").then().statusCode(200).body(equalTo(""));
        soon(() -> {
            isError(get("/event/live/room1/join"), 400);
            isError(admin("/composition/room1"), 404);
            mixer.mixing("room1", "mx", "composing").accepted().then().body("mixers", empty());
        });
        isError(delete("/composition/room1"), 404);
        soon(() -> post("/composition", composition("room2", List.of(mixer("mx", "room2", ""))))
                .then()
                .statusCode(200));
    }

    @Test
    void mixersMayFeedEachOther() {
        Beat.origin("o1", "10.4.0.1").accepted();
        Beat.mixer("m1", "10.4.0.8").accepted();
        Beat.mixer("m2", "10.4.0.9").accepted();
        nodesAreKnown(3);
        Response made = post(
                "/composition",
                composition("room3", List.of(mixer("first", "room3", "last"), mixer("last", "room3", ""))));
        made.then()
                .statusCode(200)
                .body("mixers.id", containsInAnyOrder("m1", "m2"))
                .body("mixers[1].destination", equalTo("10.4.0.1"));
        String last = made.jsonPath().getString("mixers[1].serverAddress");
        made.then().body("mixers[0].destination", equalTo(last));
    }

    @Test
    void aSecondCompositionOfTheSameEventIsRefusedAndCostsNoMixer() {
        Beat.origin("o1", "10.4.0.1").accepted();
        Beat.mixer("m1", "10.4.0.8").accepted();
        Beat.mixer("m2", "10.4.0.9").accepted();
        nodesAreKnown(3);
        post("/composition", composition("room4", List.of(mixer("mx", "room4", ""))))
                .then()
                .statusCode(200);
        isError(post("/composition", composition("room4", List.of(mixer("mx", "room4", "")))), 400)
                .body("errorMessage", containsString("already exists"));
        soon(() -> post("/composition", composition("room5", List.of(mixer("mx", "room5", ""))))
                .then()
                .statusCode(200));
    }

    @Test
    void noMixerIsGivenToTwoCompositionsAtOnce() throws Exception {
        Beat.origin("o1", "10.4.0.1").accepted();
        for (int mixer = 1; mixer <= 3; mixer++) {
            Beat.mixer("m" + mixer, "10.4.0.1" + mixer).accepted();
        }
        nodesAreKnown(4);
        List<Future<Response>> posts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int room = 0; room < 8; room++) {
                String name = "crowd" + room;
                posts.add(
                        threads.submit(() -> post("/composition", composition(name, List.of(mixer("mx", name, ""))))));
            }
        }
        Set<String> used = new HashSet<>();
        int made = 0;
        for (Future<Response> post : posts) {
            if (post.get().statusCode() == 200) {
                made++;
                used.add(post.get().jsonPath().getString("mixers[0].id"));
            } else {
                isError(post.get(), 400).body("errorMessage", containsString("mixers"));
            }
        }
        assertThat(made).isEqualTo(3);
        assertThat(used).containsExactlyInAnyOrder("m1", "m2", "m3");
    }

    @Test
    void withoutMixersOrOriginThereIsNoComposition() {
        isError(post("/composition", composition("room6", List.of(mixer("mx", "room6", "")))), 400)
                .body("errorMessage", containsString("origin"));
        Beat.origin("o1", "10.4.0.1").accepted();
        nodesAreKnown(1);
        isError(post("/composition", composition("room6", List.of(mixer("mx", "room6", "")))), 400)
                .body("errorMessage", containsString("1 free mixers, there are 0"));
    }

    @Test
    void aMixerThatIsGoneIsReplacedByAnother() {
        Beat.origin("o1", "10.4.0.1").accepted();
        Beat.mixer("m1", "10.4.0.8").accepted();
        nodesAreKnown(2);
        post("/composition", composition("room7", List.of(mixer("mx", "room7", ""))))
                .then()
                .statusCode(200);
        Beat.mixer("m1", "10.4.0.8").mixing("room7", "mx", "composing").accepted();
        soon(() -> admin("/composition/room7").then().body("mixers[0].state", equalTo("composing")));

        RestAssured.delete("/registry/v1/nodes/m1").then().statusCode(204);
        soon(() -> admin("/composition/room7").then().body("mixers[0].state", equalTo("pending")));
        Beat.mixer("m2", "10.4.0.9").accepted();
        soon(() -> admin("/composition/room7")
                .then()
                .body("mixers[0].id", equalTo("m2"))
                .body("mixers[0].serverAddress", equalTo("10.4.0.9"))
                .body("mixers[0].mixingPage", equalTo("https://pages.example/mix?sm=true&type=cef&cef-id=m2")));
    }

    @Test
    void aDestinationThatIsGoneIsReplacedByAnother() {
        Beat.origin("o1", "10.4.0.1").accepted();
        Beat.mixer("m1", "10.4.0.8").accepted();
        nodesAreKnown(2);
        post("/composition", composition("room8", List.of(mixer("mx", "room8", ""))))
                .then()
                .statusCode(200)
                .body("mixers[0].destination", equalTo("10.4.0.1"));
        Beat.origin("o2", "10.4.0.2").accepted();
        nodesAreKnown(3);
        RestAssured.delete("/registry/v1/nodes/o1").then().statusCode(204);
        soon(() -> Beat.mixer("m1", "10.4.0.8").accepted().then().body("mixers[0].destination", equalTo("10.4.0.2")));
    }

    @Test
    void anOrderThatCannotBeMeantIsRefused() {
        Map<String, Object> good = composition("room9", List.of(mixer("mx", "room9", "")));
        isError(post("/composition", changed(good, "digest", "wrong")), 400)
                .body("errorMessage", containsString("digest"));
        isError(post("/composition", changed(good, "mixers", List.of())), 400);
        isError(post("/composition", changed(good, "event", "a/../b")), 400).body("errorMessage", startsWith("event"));
        isError(post("/composition", changed(good, "mixers", List.of(mixer("mx", "room9", "nobody")))), 400);
        isError(
                        post(
                                "/composition",
                                changed(good, "mixers", List.of(changed(mixer("mx", "room9", ""), "width", "wide")))),
                        400)
                .body("errorMessage", startsWith("mixers[0].width"));
        isError(
                        post(
                                "/composition",
                                changed(
                                        good,
                                        "mixers",
                                        List.of(changed(
                                                mixer("mx", "room9", ""), "mixingPage", "file:///etc/passwd")))),
                        400)
                .body("errorMessage", startsWith("mixers[0].mixingPage"))
                .body("errorMessage", not(containsString("passwd")));
    }

    private static Map<String, Object> changed(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    private static void nodesAreKnown(int count) {
        soon(() -> RestAssured.get("/registry/v1/nodes").then().body("$", hasSize(count)));
    }
}
