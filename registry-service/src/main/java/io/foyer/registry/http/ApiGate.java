package io.foyer.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.registry.config.RegistryConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/**
 * Sees every request before it is routed: turns away paths that try tricks and bodies that are too large, adds what every
 * answer of the Stream Manager API carries, and answers browsers that ask first (stream-manager-api.md 1.1 and 1.3).
 */
@ApplicationScoped
public class ApiGate {
    /** Where the Stream Manager API lives. */
    public static final String STREAM_MANAGER = "/streammanager/api/4.0";

    private static final String STREAM_MANAGER_APIS = "/streammanager/api/";
    private static final String OWN_API = "/registry/";

    /** Largest body in bytes: a node with some ten thousand streams. */
    private static final long LARGEST_BODY = 2L * 1024 * 1024;

    private final RegistryConfig config;
    private final FirstLoad firstLoad;
    private final ObjectMapper json;
    private final Clock clock;

    public ApiGate(RegistryConfig config, FirstLoad firstLoad, ObjectMapper json, Clock clock) {
        this.config = config;
        this.firstLoad = firstLoad;
        this.json = json;
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, 1_000);
    }

    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        String raw = request.path() == null ? "" : request.path();
        boolean streamManager =
                raw.startsWith(STREAM_MANAGER_APIS) || context.normalizedPath().startsWith(STREAM_MANAGER_APIS);
        if (streamManager) {
            addHeaders(request);
            try {
                RawPath.check(raw);
            } catch (BadName e) {
                refuse(request.response(), Reason.BAD_NAME, "path: " + e.getMessage());
                return;
            }
            if (HttpMethod.OPTIONS.equals(request.method())) {
                request.response().setStatusCode(204).end();
                return;
            }
        }
        if (!firstLoad.loaded() && (streamManager || raw.startsWith(OWN_API))) {
            // An empty list would be believed: rooms would drop their streams and mixers stop.
            refuse(request.response(), Reason.NOT_LOADED, "the shared state is not loaded yet, please try again");
            return;
        }
        if (declaredLength(request) > LARGEST_BODY) {
            refuse(request.response(), Reason.TOO_BIG, "the body is larger than " + LARGEST_BODY + " bytes");
            return;
        }
        context.next();
    }

    private void addHeaders(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (config.corsOrigins().contains("*")) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else if (origin != null && config.corsOrigins().contains(origin)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            response.putHeader(HttpHeaders.VARY, "Origin");
        } else {
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS");
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Authorization, Accept");
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "3600");
    }

    private static long declaredLength(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? 0 : Long.parseLong(declared);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void refuse(HttpServerResponse response, Reason reason, String message) {
        response.setStatusCode(reason.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        try {
            response.end(json.writeValueAsString(ErrorBody.of(reason, message, clock.millis())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
