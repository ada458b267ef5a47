package io.foyer.room.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Round-trip authentication (conference-api.md 2.2 and 2.3): 400 and a sentence when name or password is missing, else
 * 200 with {@code {"result":true}} or {@code {"result":false}}, because a node takes any other status for a failure.
 */
@Path("/")
@Consumes(MediaType.WILDCARD)
public class CredentialsResource {
    private static final Logger LOG = Logger.getLogger(CredentialsResource.class);

    private final ObjectMapper json;
    private final CredentialValidator validator;
    private final ExcludedPublishers excluded;
    private final CredentialsConfig config;
    private final MeterRegistry metrics;

    public CredentialsResource(
            ObjectMapper json,
            @All List<CredentialValidator> validators,
            ExcludedPublishers excluded,
            CredentialsConfig config,
            MeterRegistry metrics) {
        this.json = json;
        this.validator = chosen(validators, config.validator());
        this.excluded = excluded;
        this.config = config;
        this.metrics = metrics;
    }

    private static CredentialValidator chosen(List<CredentialValidator> validators, String name) {
        return validators.stream()
                .filter(validator -> validator.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("foyer.room.credentials.validator: there is none called "
                        + name + "; there are "
                        + validators.stream().map(CredentialValidator::name).toList()));
    }

    @POST
    @Path("/validateCredentials")
    public Uni<Response> validate(byte[] body) {
        Credentials credentials = Credentials.read(body, json);
        if (!credentials.complete()) {
            return Uni.createFrom().item(badRequest());
        }
        return Uni.createFrom()
                .deferred(() -> validator.allows(credentials))
                .flatMap(allowed -> allowed
                        ? excluded.has(credentials).map(is -> !is)
                        : Uni.createFrom().item(false))
                .ifNoItem()
                .after(config.timeout())
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(
                            "validator failed name=%s failure=%s",
                            validator.name(), failure.getClass().getSimpleName());
                    return false;
                })
                .invoke(allowed -> metrics.counter("foyer.room.credentials", "result", allowed ? "allowed" : "denied")
                        .increment())
                .map(CredentialsResource::result);
    }

    /** A publisher left. The node only logs the answer. */
    @POST
    @Path("/invalidateCredentials")
    public Response invalidate(byte[] body) {
        return Credentials.read(body, json).complete() ? result(true) : badRequest();
    }

    private static Response result(boolean allowed) {
        return Response.ok("{\"result\":" + allowed + "}", MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static Response badRequest() {
        return Response.status(400)
                .entity("username and password are required")
                .type(MediaType.TEXT_PLAIN_TYPE)
                .build();
    }
}
