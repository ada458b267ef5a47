package io.foyer.lab.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls of the Stream Manager REST API 4.0 as pages make them, through the ingress. */
public final class StreamManagerClient {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI base;
    private final String token;

    public StreamManagerClient(HttpClient client, URI origin, String token) {
        this.client = client;
        this.base = URI.create(origin + "/streammanager/api/4.0/");
        this.token = token;
    }

    /** Status and JSON body; a missing node where the body is not JSON. */
    public record Reply(int status, JsonNode body) {

        /** The node's address. Fails, with the error text, when there is none. */
        public String serverAddress() {
            if (!body.hasNonNull("serverAddress")) {
                throw new AssertionError("No address but " + status + " " + body);
            }
            return body.get("serverAddress").asText();
        }

        public String errorMessage() {
            return body.path("errorMessage").asText("");
        }
    }

    public Reply broadcast(String scope, String name) {
        return get("event/" + scope + "/" + name + "?action=broadcast");
    }

    public Reply subscribe(String scope, String name) {
        return get("event/" + scope + "/" + name + "?action=subscribe");
    }

    public Reply join(String room) {
        return get("event/" + room + "/join");
    }

    public Reply list() {
        return get("event/list");
    }

    public Reply provision(String room) {
        String name = room.substring(room.lastIndexOf('/') + 1);
        String body = """
                {"guid":"%s","context":"%s","name":"%s","level":0,"isRestricted":false,
                 "parameters":{"group":"webrtc","audiotracks":3,"videotracks":1},
                 "restrictions":[],"primaries":[],"secondaries":[]}""".formatted(room, room, name);
        return send(request("admin/event/meta/" + room + "/" + name + "?accessToken=" + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        // Not resolved against the base: that would tidy up what a test means to be untidy.
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the Stream Manager", e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JsonSocket.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
