package io.foyer.proxy.tunnel;

import io.foyer.edge.Reason;
import io.foyer.proxy.domain.request.Refusal;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** A refusal as a client gets it: its status, and a JSON problem (RFC 9457) with the {@code errorMessage} that pages show. */
final class Problem {
    private Problem() {}

    static void send(HttpServerResponse response, Refusal refusal) {
        if (response.ended() || response.closed()) {
            return;
        }
        Reason reason = refusal.reason();
        response.setStatusCode(reason.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store");
        if (reason == Reason.UPGRADE_REQUIRED) {
            response.putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
        } else if (reason == Reason.WEBSOCKET_VERSION) {
            response.putHeader("Sec-WebSocket-Version", "13");
        } else if (reason.status() == 429 || reason.status() == 503) {
            response.putHeader("Retry-After", "2");
        }
        response.end(json(refusal).toBuffer());
    }

    private static JsonObject json(Refusal refusal) {
        Reason reason = refusal.reason();
        return new JsonObject()
                .put("type", reason.problemType())
                .put("id", reason.id())
                .put("status", reason.status())
                .put("title", reason.sentence())
                .put("errorMessage", refusal.text());
    }
}
