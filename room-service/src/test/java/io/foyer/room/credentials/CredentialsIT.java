package io.foyer.room.credentials;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.VendorApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@QuarkusTestResource(VendorApi.class)
class CredentialsIT {
    @ParameterizedTest
    @ValueSource(strings = {"/validateCredentials", "/invalidateCredentials"})
    void nameAndPasswordAreRequired(String path) {
        for (String body :
                new String[] {"", "{}", "nonsense", "{\"username\":\"u\"}", "{\"username\":\"u\",\"password\":\"\"}"}) {
            given().body(body.getBytes(StandardCharsets.UTF_8))
                    .contentType("application/json")
                    .post(path)
                    .then()
                    .statusCode(400)
                    .contentType("text/plain")
                    .body(not(emptyString()));
        }
    }

    @Test
    void everybodyIsLetInByDefault() {
        validate("publisher", "u", "", "").body(equalTo("{\"result\":true}"));
        validate("subscriber", "default-username", "", "").body(equalTo("{\"result\":true}"));
        given().body("{\"username\":\"u\",\"password\":\"p\"}".getBytes(StandardCharsets.UTF_8))
                .post("/invalidateCredentials")
                .then()
                .statusCode(200)
                .body(equalTo("{\"result\":true}"));
    }

    @Test
    void textInTheNodesOwnEncodingIsUnderstood() {
        given().body("{\"type\":\"publisher\",\"username\":\"Jos\u00e9\",\"password\":\"p\"}"
                        .getBytes(StandardCharsets.ISO_8859_1))
                .contentType("application/json")
                .post("/validateCredentials")
                .then()
                .statusCode(200)
                .body(equalTo("{\"result\":true}"));
    }

    @Test
    void whoIsExcludedFromTheRoomMayNotPublish() {
        String room = Nodes.newRoom();
        TestClient wall = TestClient.greetedHost(RestAssured.port, room + "_wr");
        wall.say("exclude", room + "_wr", "mallory").waitForType("excluded");
        String token = "{\\\"token\\\":\\\"t\\\",\\\"room\\\":\\\"" + room + "\\\"}";

        validate("publisher", "u", "mallory", token).body(equalTo("{\"result\":false}"));
        validate("publisher", "u", "alice", token).body(equalTo("{\"result\":true}"));
        validate("subscriber", "u", "mallory", token).body(equalTo("{\"result\":true}"));
        validate("publisher", "u", "mallory", "").body(equalTo("{\"result\":true}"));
    }

    private static io.restassured.response.ValidatableResponse validate(
            String type, String user, String stream, String token) {
        String body = "{\"type\":\"" + type + "\",\"username\":\"" + user + "\",\"password\":\"p\",\"streamID\":\""
                + stream + "\",\"token\":\"" + token + "\"}";
        return given().body(body.getBytes(StandardCharsets.UTF_8))
                .contentType("application/json")
                .post("/validateCredentials")
                .then()
                .statusCode(200);
    }
}
