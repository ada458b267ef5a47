package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.InstallationConfig;
import io.foyer.contract.MixerRecord;
import io.foyer.name.Names;
import io.foyer.name.Percent;
import io.foyer.room.RoomConfig;
import io.smallrye.mutiny.Uni;
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
import java.util.List;
import java.util.Locale;

/**
 * The part of the Stream Manager API 4.0 that rooms need (stream-manager-api.md 4 and 5). Every failure is a {@link
 * StreamManagerException}; addresses are never logged, because they carry the token.
 */
@ApplicationScoped
public class StreamManagerClient {
    private static final String API = "/streammanager/api/4.0/";
    private static final int CONNECT_MILLIS = 3_000;
    private static final int MAX_TEXT = 300;
    private static final int MAX_BYTES = 1024 * 1024;

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
    Uni<CompositionRecord> create(CompositionRequest request, long createdAt) {
        return send(HttpMethod.POST, "composition", request.body(token).toString())
                .map(answer -> composition(answer, request.event(), createdAt));
    }

    Uni<CompositionRecord> composition(String event, long createdAt) {
        return send(HttpMethod.GET, "composition/" + Names.encoded(event), "")
                .map(answer -> composition(answer, event, createdAt));
    }

    Uni<Void> destroy(String event) {
        return send(HttpMethod.DELETE, "composition/" + Names.encoded(event), "")
                .replaceWithVoid();
    }

    /** The regions of all node groups, without repetition. */
    Uni<List<String>> regions() {
        return send(HttpMethod.GET, "admin/nodegroup", "")
                .invoke(groups -> require(groups.isArray()))
                .map(groups -> groups.valueStream()
                        .flatMap(group -> group.path("regions").valueStream())
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .distinct()
                        .toList());
    }

    private static CompositionRecord composition(JsonNode answer, String event, long createdAt) {
        require(answer.path("event").asText("").equals(event)
                && answer.path("mixers").isArray());
        return new CompositionRecord(
                event,
                answer.path("transcodeComposition").asBoolean(),
                answer.path("location").valueStream().map(JsonNode::asText).toList(),
                answer.path("mixers")
                        .valueStream()
                        .map(StreamManagerClient::mixer)
                        .toList(),
                createdAt);
    }

    /** Sizes come as numbers or as texts, states in either case (stream-manager-api.md 4.1). */
    private static MixerRecord mixer(JsonNode mixer) {
        return new MixerRecord(
                text(mixer, "id"),
                text(mixer, "mixerName"),
                text(mixer, "location"),
                text(mixer, "mixingPage"),
                text(mixer, "streamName"),
                text(mixer, "path"),
                text(mixer, "destinationMixerName"),
                text(mixer, "serverAddress"),
                text(mixer, "destination"),
                mixer.path("width").asInt(),
                mixer.path("height").asInt(),
                mixer.path("framerate").asInt(),
                mixer.path("bitrate").asInt(),
                mixer.path("doForward").asBoolean(true),
                mixer.path("state").asText("pending").toLowerCase(Locale.ROOT));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText(null);
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw new StreamManagerException(0, "the Stream Manager answered something that makes no sense");
        }
    }

    private Uni<JsonNode> send(HttpMethod method, String path, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setTimeout(config.timeout().toMillis())
                .setAbsoluteURI(base + path + "?accessToken=" + Percent.encode(token))
                .putHeader("Accept", "application/json");
        if (!body.isEmpty()) {
            options.putHeader("Content-Type", "application/json");
        }
        return Uni.createFrom()
                .<JsonNode>emitter(emitter -> http.request(options)
                        .compose(request -> {
                            // Nobody waits any more after a time-out: the connection is given up then.
                            emitter.onTermination(request::reset);
                            return request.send(body);
                        })
                        .compose(response -> all(response).map(answer -> read(response.statusCode(), answer)))
                        .onComplete(emitter::complete, emitter::fail))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure(failure -> !(failure instanceof StreamManagerException))
                .transform(failure -> new StreamManagerException(0, "the Stream Manager cannot be reached"));
    }

    private static Future<Buffer> all(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(part -> {
                    if (read.length() + part.length() > MAX_BYTES) {
                        whole.tryFail(new StreamManagerException(0, "the Stream Manager answered too much"));
                    } else {
                        read.appendBuffer(part);
                    }
                })
                .exceptionHandler(whole::tryFail)
                .endHandler(ignored -> whole.tryComplete(read));
        return whole.future();
    }

    private JsonNode read(int status, Buffer body) {
        JsonNode answer;
        try {
            answer = json.readTree(body.getBytes());
        } catch (IOException e) {
            answer = json.missingNode();
        }
        if (status >= 300) {
            String said = answer.path("errorMessage").asText("");
            throw new StreamManagerException(
                    status, "the Stream Manager answered " + status + (said.isEmpty() ? "" : ": " + safe(said)));
        }
        return answer;
    }

    private String safe(String text) {
        String masked = text.replace(token, "***");
        return masked.length() > MAX_TEXT ? masked.substring(0, MAX_TEXT) : masked;
    }
}
