package io.foyer.lab.stack.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeoutException;

/**
 * What the ingress answers by itself, as JSON with the {@code errorMessage} that pages show:
 * {@code {"status":503,"errorMessage":"room-service is away"}}.
 */
record Refusal(int status, String errorMessage) {
    static Refusal malformed() {
        return new Refusal(400, "The request target is not a valid path");
    }

    static Refusal notFound() {
        return new Refusal(404, "Nothing here");
    }

    /** The service took the request and then gave no answer. */
    static Refusal failed(String service, Throwable cause) {
        return cause instanceof TimeoutException
                ? new Refusal(504, service + " did not answer in time")
                : new Refusal(502, service + " broke off its answer");
    }

    static Refusal away(String service) {
        return new Refusal(503, service + " is away");
    }

    void send(HttpServerRequest request) {
        send(request.response());
        // The rest of a body that nobody takes must not hold up the connection.
        if (!request.isEnded()) {
            request.resume();
        }
    }

    private void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.headers().clear();
        response.setChunked(false)
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject()
                        .put("status", status)
                        .put("errorMessage", errorMessage)
                        .encode());
    }
}
