package io.foyer.lab.stack.ingress;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

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

    static Refusal broken(String service) {
        return new Refusal(502, service + " broke off its answer");
    }

    static Refusal away(String service) {
        return new Refusal(503, service + " is away");
    }

    static Refusal late(String service) {
        return new Refusal(504, service + " did not answer in time");
    }

    void send(HttpServerResponse response) {
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
