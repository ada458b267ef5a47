package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.InstallationConfig;
import io.foyer.room.RoomConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The part of the Stream Manager API 4.0 that rooms need (stream-manager-api.md 4 and 5). Every failure is a {@link
 * StreamManagerException}; addresses are never logged, because they carry the token.
 */
@ApplicationScoped
public class StreamManagerClient {
    private static final String API = "/streammanager/api/4.0/";
    private static final int CONNECT_MILLIS = 3_000;
    private static final int LONGEST_TEXT = 300;
    private static final int MOST_BYTES = 1024 * 1024;

    private final HttpClient http;
    private final ObjectMapper json;
    private final String base;
    private final String token;
    private final CompositionConfig config;

    public StreamManagerClient(
            Vertx vertx,
            ObjectMapper json,
            RoomConfig room,
            InstallationConfig installation,
            CompositionConfig config) {
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(20)
                .setMaxWaitQueueSize(200));
        this.json = json;
        this.base = room.streamManagerUrl().toString().replaceFirst("/+$", "") + API;
        this.token = installation.accessToken();
        this.config = config;
    }

    /** Asks for a composition; answers with it as the Stream Manager made it. */
    Uni<JsonNode> create(CompositionRequest request) {
        return send(HttpMethod.POST, "composition", request.body(json, token).toString())
                .invoke(made -> about(request.event(), made));
    }

    Uni<JsonNode> composition(String event) {
        return send(HttpMethod.GET, "composition/" + path(event), "").invoke(told -> about(event, told));
    }

    Uni<Void> destroy(String event) {
        return send(HttpMethod.DELETE, "composition/" + path(event), "").replaceWithVoid();
    }

    /** The regions of all node groups, without repetition. */
    Uni<List<String>> regions() {
        return send(HttpMethod.GET, "admin/nodegroup", "")
                .invoke(groups -> require(groups.isArray()))
                .map(groups -> elements(groups)
                        .flatMap(group -> elements(group.path("regions")))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .distinct()
                        .toList());
    }

    private static void about(String event, JsonNode told) {
        require(told.path("event").asText("").equals(event)
                && told.path("mixers").isArray());
    }

    private static void require(boolean sense) {
        if (!sense) {
            throw new StreamManagerException.Unreachable("the Stream Manager answered something that makes no sense");
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private Uni<JsonNode> send(HttpMethod method, String path, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setTimeout(config.timeout().toMillis())
                .setAbsoluteURI(base + path + "?accessToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                .putHeader("Accept", "application/json");
        if (!body.isEmpty()) {
            options.putHeader("Content-Type", "application/json");
        }
        return Uni.createFrom()
                .<JsonNode>emitter(emitter -> exchange(options, body, emitter))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure(failure -> !(failure instanceof StreamManagerException))
                .transform(failure -> new StreamManagerException.Unreachable("the Stream Manager cannot be reached"));
    }

    /** Nobody waits any more when it is cancelled, so the connection is given up then. */
    private void exchange(RequestOptions options, String body, UniEmitter<? super JsonNode> emitter) {
        http.request(options)
                .compose(request -> {
                    emitter.onTermination(request::reset);
                    return request.send(Buffer.buffer(body));
                })
                .compose(response -> all(response).map(answer -> read(response.statusCode(), answer)))
                .onSuccess(emitter::complete)
                .onFailure(emitter::fail);
    }

    private static Future<Buffer> all(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(part -> {
                    if (read.length() + part.length() > MOST_BYTES) {
                        whole.tryFail(new StreamManagerException.Unreachable("the Stream Manager answered too much"));
                    } else {
                        read.appendBuffer(part);
                    }
                })
                .exceptionHandler(whole::tryFail)
                .endHandler(ignored -> whole.tryComplete(read));
        return whole.future();
    }

    private JsonNode read(int status, Buffer body) {
        JsonNode answer = tree(body);
        if (status >= 300) {
            String said = answer.path("errorMessage").asText("");
            throw new StreamManagerException.Refused(
                    status, "the Stream Manager answered " + status + (said.isEmpty() ? "" : ": " + safe(said)));
        }
        return answer;
    }

    private JsonNode tree(Buffer body) {
        try {
            return json.readTree(body.getBytes());
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private String safe(String text) {
        String masked = text.replace(token, "***");
        return masked.length() > LONGEST_TEXT ? masked.substring(0, LONGEST_TEXT) : masked;
    }

    /** Slashes stay: the name of an event may be a path. */
    private static String path(String event) {
        return URLEncoder.encode(event, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
