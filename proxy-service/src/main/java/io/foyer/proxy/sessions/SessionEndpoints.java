package io.foyer.proxy.sessions;

import io.foyer.edge.Reason;
import io.foyer.proxy.config.AdministratorToken;
import io.foyer.state.StateException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Lists and ends sessions: {@code GET|DELETE <base>[/{id}]}, with the administrator token in {@code accessToken} or as a
 * bearer token. Filters are {@code healthy}, {@code unhealthy} (one leg is missing: still dialing) and {@code any}.
 */
@Produces(MediaType.APPLICATION_JSON)
abstract class SessionEndpoints {
    private final SessionCatalog catalog;
    private final AdministratorToken administrator;
    private final Clock clock;

    SessionEndpoints(SessionCatalog catalog, AdministratorToken administrator, Clock clock) {
        this.catalog = catalog;
        this.administrator = administrator;
        this.clock = clock;
    }

    @GET
    public Response list(
            @QueryParam("accessToken") String token,
            @HeaderParam("Authorization") String authorization,
            @QueryParam("filter") String filter,
            @QueryParam("count") boolean count) {
        if (!allowed(token, authorization)) {
            return unauthorized();
        }
        List<SessionView> sessions = catalog.all().stream()
                .filter(session -> switch (filter == null ? "any" : filter) {
                    case "healthy" -> session.healthy();
                    case "unhealthy" -> !session.healthy();
                    default -> true;
                })
                .toList();
        Object answer = count ? Map.of("count", sessions.size(), "timestamp", clock.millis()) : sessions;
        return Response.ok(answer).build();
    }

    @GET
    @Path("{id}")
    public Response one(
            @PathParam("id") String id,
            @QueryParam("accessToken") String token,
            @HeaderParam("Authorization") String authorization) {
        if (!allowed(token, authorization)) {
            return unauthorized();
        }
        return catalog.find(id)
                .map(session -> Response.ok(session).build())
                .orElseGet(() -> problem(Reason.NOT_FOUND, "There is no such session."));
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> end(
            @PathParam("id") String id,
            @QueryParam("accessToken") String token,
            @HeaderParam("Authorization") String authorization) {
        if (!allowed(token, authorization)) {
            return Uni.createFrom().item(unauthorized());
        }
        return catalog.end(id)
                .map(found -> found ? Response.ok().build() : problem(Reason.NOT_FOUND, "There is no such session."))
                .onFailure(StateException.class)
                .recoverWithItem(this::away);
    }

    @DELETE
    public Uni<Response> endAll(
            @QueryParam("accessToken") String token, @HeaderParam("Authorization") String authorization) {
        if (!allowed(token, authorization)) {
            return Uni.createFrom().item(unauthorized());
        }
        return catalog.endAll()
                .map(done -> Response.ok().build())
                .onFailure(StateException.class)
                .recoverWithItem(this::away);
    }

    private boolean allowed(String token, String authorization) {
        boolean bearer = authorization != null && authorization.startsWith("Bearer ");
        return administrator.matches(bearer ? authorization.substring("Bearer ".length()) : token);
    }

    private Response unauthorized() {
        return problem(Reason.UNAUTHORIZED, "The access token is missing or wrong.");
    }

    private Response away() {
        return problem(Reason.STATE_UNAVAILABLE, "The sessions of other proxies cannot be reached at the moment.");
    }

    private Response problem(Reason reason, String message) {
        return Response.status(reason.status())
                .entity(Map.of("errorMessage", message, "timestamp", clock.millis(), "id", reason.id()))
                .build();
    }
}
