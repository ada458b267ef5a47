package io.foyer.proxy.tunnel;

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
        response.setStatusCode(refusal.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store");
        switch (refusal) {
            case UPGRADE_REQUIRED -> response.putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
            case WEBSOCKET_VERSION -> response.putHeader("Sec-WebSocket-Version", "13");
            case CLIENT_LIMIT, PROXY_FULL, DRAINING, NODES_NOT_LOADED -> response.putHeader("Retry-After", "2");
            default -> {}
        }
        response.end(json(refusal).toBuffer());
    }

    static JsonObject json(Refusal refusal) {
        return new JsonObject()
                .put("type", "urn:foyer:proxy:" + refusal.id())
                .put("id", refusal.id())
                .put("status", refusal.status())
                .put("title", refusal.text())
                .put("errorMessage", refusal.text());
    }
}
