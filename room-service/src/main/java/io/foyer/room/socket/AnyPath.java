package io.foyer.room.socket;

import io.foyer.edge.Reason;
import io.quarkus.websockets.next.HandshakeRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Brings every WebSocket upgrade to the one endpoint, whatever its path: the query says what it is for (conference-api.md
 * 3). Pages and REST resources of the same paths are not affected, and what is for the operator stays what it is.
 */
@ApplicationScoped
public class AnyPath {
    /** Where {@link ConferenceSocket} is. */
    static final String ENDPOINT = "/";

    /** After authentication, before everything that answers. */
    private static final int ORDER = -50;

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(AnyPath::handle);
    }

    private static void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.version() == HttpVersion.HTTP_1_0 && wantsWebSocket(request)) {
            routing.response()
                    .setStatusCode(Reason.HTTP_VERSION.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                    .end(Reason.HTTP_VERSION.sentence() + "\n");
        } else if (isUpgrade(request)
                && !ENDPOINT.equals(request.path())
                && !routing.normalizedPath().startsWith("/q/")) {
            String query = request.query();
            routing.reroute(query == null ? ENDPOINT : ENDPOINT + "?" + query);
        } else {
            routing.next();
        }
    }

    private static boolean wantsWebSocket(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.method() == HttpMethod.GET
                && request.version() == HttpVersion.HTTP_1_1
                && wantsWebSocket(request)
                && request.headers().contains(HandshakeRequest.SEC_WEBSOCKET_KEY);
    }
}
