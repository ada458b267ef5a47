package io.foyer.room.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.InstallationConfig;
import io.foyer.room.RoomConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;

/**
 * Where nodes post what happens to streams (conference-api.md 2.1). 400 with nothing for what is no webhook, else 200
 * {@code {"result":true}} at once; what follows from it is written afterwards.
 */
@Path("/webhook")
@Consumes(MediaType.WILDCARD)
public class WebhookResource {
    private static final String DONE = "{\"result\":true}";

    private final ObjectMapper json;
    private final StreamNews news;
    private final RoomConfig config;
    private final boolean secretRequired;
    private final Clock clock;
    private final MeterRegistry metrics;

    public WebhookResource(
            ObjectMapper json,
            StreamNews news,
            RoomConfig config,
            InstallationConfig installation,
            Clock clock,
            MeterRegistry metrics) {
        this.json = json;
        this.news = news;
        this.config = config;
        this.secretRequired = installation.mode() == InstallationConfig.Mode.SECURED;
        this.clock = clock;
        this.metrics = metrics;
    }

    @POST
    public Response webhook(byte[] body, @Context HttpServerRequest request) {
        return secretRequired ? counted("no-secret", Response.status(404)) : accept(body, request);
    }

    @POST
    @Path("/{secret}")
    public Response webhook(@PathParam("secret") String secret, byte[] body, @Context HttpServerRequest request) {
        Optional<String> expected = config.webhookSecret();
        boolean right = expected.map(text -> same(text, secret)).orElse(!secretRequired);
        return right ? accept(body, request) : counted("wrong-secret", Response.status(404));
    }

    private Response accept(byte[] body, HttpServerRequest request) {
        Webhook webhook =
                Webhook.read(tree(body), config.webhookNodeTypes(), config.webhookTimestamps(), clock.millis());
        return switch (webhook) {
            case Webhook.Malformed malformed -> counted("malformed", Response.status(400));
            case Webhook.Ignored ignored -> counted("ignored-" + ignored.reason(), done());
            case Webhook.Published published -> heard("published", published, request);
            case Webhook.Unpublished unpublished -> heard("unpublished", unpublished, request);
        };
    }

    private Response heard(String what, Webhook webhook, HttpServerRequest request) {
        news.heard(webhook, request.remoteAddress().hostAddress());
        return counted(what, done());
    }

    private static Response.ResponseBuilder done() {
        return Response.ok(DONE, MediaType.APPLICATION_JSON_TYPE);
    }

    private Response counted(String result, Response.ResponseBuilder response) {
        metrics.counter("foyer.room.webhooks", "result", result).increment();
        return response.build();
    }

    private JsonNode tree(byte[] body) {
        try {
            return body == null ? json.missingNode() : json.readTree(body);
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
