package io.foyer.room.http;

import io.foyer.room.RoomConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;

/**
 * The cross-origin headers of conference-api.md 2 on every answer, and 204 to OPTIONS on any path. With an allow list
 * only its origins are named.
 */
@ApplicationScoped
public class CrossOrigin {
    private static final int ORDER = -60;
    private static final String HEADERS = "Origin, X-Requested-With, Content-Type, Accept";

    private final Optional<Set<String>> allowed;

    public CrossOrigin(RoomConfig config) {
        this.allowed = config.allowedOrigins();
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        String origin = routing.request().getHeader(HttpHeaders.ORIGIN);
        if (allowed.isEmpty()) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else if (origin != null && allowed.get().contains(origin)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.putHeader(HttpHeaders.VARY, "Origin");
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        if (routing.request().method() == HttpMethod.OPTIONS) {
            response.setStatusCode(204).end();
        } else {
            routing.next();
        }
    }
}
