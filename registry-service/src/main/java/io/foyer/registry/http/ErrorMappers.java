package io.foyer.registry.http;

import io.foyer.edge.Reason;
import io.foyer.state.StateException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives every failure the error body, and shows callers nothing of what went on inside. */
public class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    private final Clock clock;

    public ErrorMappers(Clock clock) {
        this.clock = clock;
    }

    @ServerExceptionMapper
    public Response problem(ApiException failure) {
        return answer(failure.reason(), failure.getMessage());
    }

    @ServerExceptionMapper
    public Response state(StateException failure) {
        return switch (failure) {
            case StateException.Unavailable away ->
                answer(
                        Reason.STATE_UNAVAILABLE,
                        "the shared state cannot be reached; nothing is lost, please try again");
            case StateException.Busy busy -> answer(Reason.STATE_BUSY, "too many changes at once, please try again");
            case StateException.Unreadable unreadable -> {
                LOG.errorf("record cannot be read reason=%s", unreadable.getMessage());
                yield answer(Reason.INTERNAL, "internal error");
            }
            case StateException other ->
                answer(Reason.STATE_UNAVAILABLE, "the shared state cannot be used now, please try again");
        };
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException failure) {
        return answer(Reason.NOT_FOUND, "there is no such resource");
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        Response answer = answer(status, reason(status), text(status));
        String allowed = failure.getResponse().getHeaderString("Allow");
        return allowed == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allowed).build();
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure) {
        LOG.error("request failed", failure);
        return answer(Reason.INTERNAL, "internal error");
    }

    private static String text(int status) {
        return switch (status) {
            case 400 -> "the request cannot be understood";
            case 404 -> "there is no such resource";
            case 405 -> "this method is not supported here";
            case 406 -> "only application/json can be sent";
            case 413 -> "the request is too large";
            case 415 -> "the body must be application/json";
            default -> "request failed with status " + status;
        };
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 401 -> Reason.UNAUTHORIZED;
            case 404 -> Reason.NOT_FOUND;
            case 405 -> Reason.METHOD_NOT_ALLOWED;
            case 406 -> Reason.NOT_ACCEPTABLE;
            case 413 -> Reason.TOO_BIG;
            case 415 -> Reason.MEDIA_TYPE;
            default -> status < 500 ? Reason.INVALID_REQUEST : Reason.INTERNAL;
        };
    }

    private Response answer(Reason reason, String message) {
        return answer(reason.status(), reason, message);
    }

    private Response answer(int status, Reason reason, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(ErrorBody.of(reason, message, clock.millis()))
                .build();
    }
}
