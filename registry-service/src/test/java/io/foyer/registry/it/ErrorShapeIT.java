package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.API;
import static io.foyer.registry.it.Registry.isError;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class ErrorShapeIT {
    @TestHTTPResource("/")
    URL server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/event",
                "/admin",
                "/admin/nothing",
                "/admin/nodegroup/g/nothing",
                "/composition/",
                "/",
                ""
            })
    void anUnknownPathIsAnErrorInJson(String path) {
        int status = path.equals("/composition/") ? 401 : 404;
        isError(given().urlEncodingEnabled(false).get(API + path), status);
    }

    @Test
    void aWrongMethodAndAWrongTypeAreErrorsInJson() {
        isError(given().post(API + "/event/list"), 405);
        isError(given().put(API + "/composition"), 405);
        isError(
                given().queryParam("accessToken", Registry.TOKEN)
                        .contentType(ContentType.TEXT)
                        .body("x")
                        .post(API + "/composition"),
                415);
        isError(given().accept("image/png").get(API + "/event/list"), 406);
        isError(
                given().queryParam("accessToken", Registry.TOKEN)
                        .contentType(ContentType.JSON)
                        .body("{\"event\":")
                        .post(API + "/composition"),
                400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/nodegroup",
                "/admin/nodegroup/default",
                "/admin/node/10.0.0.1",
                "/composition",
                "/composition/room1",
                "/admin/event/meta",
                "/admin/event/meta/live/room1/room1"
            })
    void administrationNeedsTheToken(String path) {
        isError(given().get(API + path), 401);
        isError(given().queryParam("accessToken", "wrong").get(API + path), 401);
        assertThat(given().header("Authorization", "Bearer " + Registry.TOKEN)
                        .get(API + path)
                        .statusCode())
                .isIn(200, 404);
    }

    @Test
    void aBrowserMayAskFirst() {
        given().header("Origin", "https://pages.example")
                .header("Access-Control-Request-Method", "POST")
                .options(API + "/admin/event/meta/live/room1/room1")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", containsString("DELETE"))
                .header("Access-Control-Allow-Headers", containsString("Content-Type"));
        given().header("Origin", "https://pages.example")
                .get(API + "/event/live/nobody?action=subscribe")
                .then()
                .statusCode(404)
                .header("Access-Control-Allow-Origin", "*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event/live/../admin/nodegroup",
                "/event/live/%2e%2e/x?action=broadcast",
                "/event/live/%252e%252e/x?action=broadcast",
                "/event/live/a%252Fb?action=broadcast",
                "/event/live/%E2%80%AEx?action=broadcast",
                "/event/live/undefined?action=broadcast",
                "/event/live/..;/x?action=broadcast",
                "/event/live/x_wr_wr/a?action=broadcast",
                "/event/alice?action=broadcast",
                "/event/live/a%2Fb?action=broadcast",
                "/event/live/a%00b?action=broadcast",
                "/event/live/a%0d%0ab?action=broadcast",
                "/event/./live/a?action=broadcast"
            })
    void aPathThatTriesTricksIsRefused(String path) throws IOException {
        assertThat(raw(path))
                .startsWith("HTTP/1.1 400")
                .contains("application/json", "errorMessage", "\"id\":\"bad-name\"");
    }

    /** The HTTP server itself turns these away before anybody of ours is asked, so without a body. */
    @ParameterizedTest
    @ValueSource(strings = {"/event/live/a%zzb?action=broadcast", "/event/live/a\\b?action=broadcast"})
    void whatIsNoAddressAtAllIsRefused(String path) throws IOException {
        assertThat(raw(path)).startsWith("HTTP/1.1 400");
    }

    @Test
    void aPathThatIsTooLongIsRefused() throws IOException {
        assertThat(raw("/event/live/" + "a".repeat(256) + "?action=broadcast"))
                .startsWith("HTTP/1.1 400")
                .contains("errorMessage");
        assertThat(raw("/event/live/" + "a".repeat(2_000) + "?action=broadcast"))
                .startsWith("HTTP/1.1 400")
                .contains("errorMessage");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedInJson() {
        isError(
                given().contentType(ContentType.JSON)
                        .body("x".repeat(3 * 1024 * 1024))
                        .put("/registry/v1/nodes/o1"),
                413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/event/live/a?action=%zz", "/event/live/a?action=broadcast&region=%c3%28", "/event/list?%"})
    void aQueryThatCannotBeDecodedIsNoInternalError(String path) throws IOException {
        assertThat(raw(path)).doesNotStartWith("HTTP/1.1 5");
    }

    @Test
    void whoeverTakesCompressedAnswersGetsThem() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server + "streammanager/api/4.0/event/list"))
                .header("Accept-Encoding", "gzip")
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        }
    }

    /** As typed: no client library may tidy it up. */
    private String raw(String path) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + API + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
