package io.foyer.registry.http;

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
        return answer(failure.problem().status(), failure.getMessage());
    }

    @ServerExceptionMapper
    public Response state(StateException failure) {
        return switch (failure) {
            case StateException.Unavailable away ->
                answer(503, "the shared state cannot be reached; nothing is lost, please try again");
            case StateException.Busy busy -> answer(503, "too many changes at once, please try again");
            case StateException.Unreadable unreadable -> {
                LOG.errorf("record cannot be read reason=%s", unreadable.getMessage());
                yield answer(500, "internal error");
            }
            case StateException other -> answer(503, "the shared state cannot be used now, please try again");
        };
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException failure) {
        return answer(404, "there is no such resource");
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        Response answer = answer(status, text(status));
        String allowed = failure.getResponse().getHeaderString("Allow");
        return allowed == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allowed).build();
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure) {
        LOG.error("request failed", failure);
        return answer(500, "internal error");
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

    private Response answer(int status, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(message, clock.millis()))
                .build();
    }
}
