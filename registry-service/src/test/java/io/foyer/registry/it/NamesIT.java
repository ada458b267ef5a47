package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.delete;
import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.provision;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.name.Names;
import io.foyer.name.Percent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule for names at every edge of the registry. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class NamesIT {
    @BeforeEach
    void reset() {
        Registry.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.com",
                "user:42",
                "a+b",
                "joe~1",
                "Kamera Süd",
                "Анна",
                "山田",
                "O'Brien (2), jr.",
                "a=b&c",
                "x;y",
                "𐐷"
            })
    void aPersonsNameIsFoundHoweverItCame(String name) {
        Beat.origin("o1", "10.9.0.1")
                .streams("live/room1/" + name)
                .accepted()
                .then()
                .body("warnings", nullValue());
        String path = "/event/live/room1/" + Names.encoded(name);
        soon(() -> get(path + "?action=subscribe")
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("scope", equalTo("live/room1")));
        get("/event//live//room1/" + Names.encoded(name) + "/?action=subscribe")
                .then()
                .statusCode(200);
        get(path + "/stats").then().statusCode(200).body("name", equalTo(name));
        get("/event/list").then().body("name", everyItem(equalTo(name)));
        given().urlEncodingEnabled(false)
                .get("/registry/v1/decisions?action=subscribe&stream=live%2Froom1%2F" + Percent.encode(name))
                .then()
                .statusCode(200)
                .body("outcome", equalTo("chosen"))
                .body("stream", equalTo("live/room1/" + name));

        assertThat(webhook("stream-unpublished", "live//room1/" + name).statusCode())
                .isEqualTo(200);
        soon(() -> get("/event/list").then().body("$", hasSize(0)));
    }

    @Test
    void aPlusInAQueryIsAPlus() {
        Beat.origin("o1", "10.9.0.1").streams("live/a+b").accepted();
        soon(() -> given().urlEncodingEnabled(false)
                .get("/registry/v1/decisions?action=subscribe&stream=live/a+b")
                .then()
                .body("outcome", equalTo("chosen")));
    }

    @Test
    void aDecomposedNameIsTheComposedOne() {
        Beat.origin("o1", "10.9.0.1").streams("live/Su\u0308d").accepted();
        soon(() -> get("/event/live/S%c3%bcd?action=subscribe")
                .then()
                .statusCode(200)
                .body("name", equalTo("Süd")));
        get("/event/live/Su%CC%88d?action=subscribe").then().statusCode(200);
    }

    @Test
    void aBadNameCostsItsOwnStreamAndNothingElse() {
        List<Map<String, Object>> streams = new ArrayList<>();
        streams.add(Map.of("scope", "live/r", "name", "alice"));
        streams.add(Map.of("scope", "live", "name", "cam1?token=abc&exp=1"));
        streams.add(Map.of("scope", "live/../x", "name", "eve"));
        streams.add(Map.of("scope", "/live//r/", "name", "bob"));
        streams.add(Map.of("scope", "live/r"));
        double before = refusedNames();

        Beat beat = Beat.origin("o1", "10.9.0.1").with("streams", streams);
        beat.accepted()
                .then()
                .body("state", equalTo("inservice"))
                .body("warnings.field", contains("streams[1].name", "streams[2].scope", "streams[4].name"))
                .body("warnings.reason", contains("bad-name", "bad-name", "invalid-request"))
                .body("warnings[0].detail", containsString("'?' at position 5"))
                .body("warnings.detail", not(hasItem(containsString("token"))));

        assertThat(refusedNames()).isEqualTo(before + 2);
        soon(() -> get("/event/list")
                .then()
                .body("name", hasItems("alice", "bob"))
                .body("name", everyItem(in(List.of("alice", "bob")))));
        get("/event/list").then().body("scope", everyItem(equalTo("live/r")));
        beat.accepted();
        get("/event/live/r/alice?action=subscribe").then().statusCode(200);
    }

    @Test
    void aReplyNamesAtMostTwentyOfThem() {
        List<Map<String, Object>> streams = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            streams.add(Map.of("scope", "live", "name", "a?" + i));
        }
        double before = refusedNames();
        Beat.origin("o1", "10.9.0.1").with("streams", streams).accepted().then().body("warnings", hasSize(20));
        assertThat(refusedNames()).isEqualTo(before + 50);
    }

    @Test
    void badMixersAndProvisionsInAReportCostOnlyThemselves() {
        Beat.mixer("m1", "10.9.0.2")
                .with("mixers", List.of(Map.of("event", "a/../b", "mixerName", "m", "state", "composing")))
                .with("provisions", List.of("live/room1/room1", "live"))
                .accepted()
                .then()
                .body("warnings.field", contains("mixers[0].event", "provisions[1]"));
    }

    @ParameterizedTest
    @CsvSource({"live/../x", "live/a?b", "live/undefined", "alice", "live/x_wr_wr/a", "live/a\u202eb", "live/caf%C3%A9"
    })
    void aWebhookAboutABadNameIsRefused(String guid) {
        double before = refusedNames();
        isError(webhook("stream-published", guid), 400)
                .body("id", equalTo("bad-name"))
                .body("errorMessage", containsString("guid"));
        assertThat(refusedNames()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event/live/..%2Fx?action=broadcast",
                "/event/live/a%252Fb?action=broadcast",
                "/event/live?action=broadcast",
                "/event/live/null?action=broadcast",
                "/event/live/x_wr_wr/a?action=broadcast",
                "/event/live/x_wr_wr/join",
                "/event/a/b/c/d/e/f/g/h/i/j?action=broadcast",
                "/event/live/%00/stats"
            })
    void aLookupOfABadNameIsRefused(String path) {
        isError(get(path), 400).body("id", equalTo("bad-name"));
    }

    @Test
    void aProvisionIsFoundUnderTheNameThatItsPathMeans() {
        Map<String, Object> body = new HashMap<>(provision("room1"));
        body.put("context", "/live//Süd/");
        body.put("name", "Su\u0308d");
        Response created = given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body(body)
                .post(Registry.API + "/admin/event/meta//live/S%c3%bcd/S%C3%BCd?accessToken=" + Registry.TOKEN);
        created.then().statusCode(200).body("scope", equalTo("live/Süd")).body("name", equalTo("Süd"));
        soon(() -> Registry.admin("/admin/event/meta").then().body("$", contains("guid: live/Süd/Süd")));
        isError(
                        given().urlEncodingEnabled(false)
                                .queryParam("accessToken", Registry.TOKEN)
                                .get(Registry.API + "/admin/event/meta/live/..%2Fx"),
                        400)
                .body("id", equalTo("bad-name"));
        delete("/admin/event/meta/live/Süd/Süd").then().statusCode(200);
    }

    private static Response webhook(String event, String guid) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("event", event, "guid", guid, "nodePublicIp", "10.9.0.1", "timestamp", 4_000_000_000_000L))
                .post("/webhook");
    }

    private static double refusedNames() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("foyer_names_refused_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
