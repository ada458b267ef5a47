package io.foyer.room.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.InstallationConfig;
import io.foyer.contract.LiveStreams;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.contract.Tables;
import io.foyer.edge.RefusedNames;
import io.foyer.name.BadName;
import io.foyer.room.RoomConfig;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Where nodes post what happens to streams (conference-api.md 2.1): 400 for what is no webhook, else 200
 * {@code {"result":true}} at once. What it says is one write, which waits for Redis if need be.
 */
@Path("/webhook")
@Consumes(MediaType.WILDCARD)
@NonBlocking
@Singleton
public class WebhookResource {
    private static final Logger LOG = Logger.getLogger(WebhookResource.class);
    private static final Map<String, Boolean> DONE = Map.of("result", true);
    private static final int MAX_WAITING = 20_000;
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final ObjectMapper json;
    private final StreamRecorder recorder;
    private final LiveStreams streams;
    private final Replica<NodeRecord> nodes;
    private final RoomConfig config;
    private final boolean secretRequired;
    private final RefusedNames refusedNames;
    private final MeterRegistry metrics;
    private final AtomicInteger waiting = new AtomicInteger();

    public WebhookResource(
            ObjectMapper json,
            StreamRecorder recorder,
            LiveStreams streams,
            SharedState state,
            RoomConfig config,
            InstallationConfig installation,
            RefusedNames refusedNames,
            MeterRegistry metrics) {
        this.json = json;
        this.recorder = recorder;
        this.streams = streams;
        this.nodes = state.replica(Tables.NODES);
        this.config = config;
        this.secretRequired = installation.mode() == InstallationConfig.Mode.SECURED;
        this.refusedNames = refusedNames;
        this.metrics = metrics;
        metrics.gauge("foyer.room.webhooks.waiting", waiting);
    }

    void start(@Observes StartupEvent event) {
        nodes.watchAll().subscribe().with(ignored -> {});
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
        return switch (Webhook.read(tree(body), config.webhookNodeTypes())) {
            case Webhook.Malformed malformed -> {
                if (malformed.id().equals(BadName.ID)) {
                    refusedNames.refused(request.remoteAddress().hostAddress(), 1, malformed.text());
                }
                yield counted(
                        malformed.id(),
                        Response.status(400).entity(Map.of("error", malformed.text(), "id", malformed.id())));
            }
            case Webhook.Ignored ignored -> counted("ignored-" + ignored.reason(), Response.ok(DONE));
            case Webhook.Stream event -> {
                record(event, request.remoteAddress().hostAddress());
                yield counted(event.published() ? "published" : "unpublished", Response.ok(DONE));
            }
        };
    }

    private void record(Webhook.Stream event, String sender) {
        long now = recorder.received();
        long nodeTime = config.webhookTimestamps() ? event.nodeTime() : 0;
        String address = event.address().isEmpty() ? registered(sender) : event.address();
        StreamRecord stream = new StreamRecord(
                        event.guid().scope().text(),
                        event.guid().name(),
                        address,
                        event.role(),
                        event.nodeTime() > 0 ? event.nodeTime() : now,
                        now,
                        "webhook")
                .atNodeTime(nodeTime);
        write(() -> event.published() ? recorder.started(stream) : stopped(stream));
    }

    /** An end from a node that is not known must be of one that has the stream. */
    private Uni<Boolean> stopped(StreamRecord stream) {
        List<StreamRecord> live = stream.address().isEmpty()
                ? streams.in(stream.scope(), stream.name()).stream()
                        .map(Snapshot::value)
                        .filter(known -> known.live() && known.published())
                        .toList()
                : List.of();
        if (live.isEmpty()) {
            return recorder.stopped(stream);
        }
        return Uni.join()
                .all(live.stream()
                        .map(known -> recorder.stopped(stream.at(known.address())))
                        .toList())
                .andFailFast()
                .map(ended -> ended.contains(true));
    }

    private String registered(String sender) {
        return nodes.all().stream()
                        .map(Snapshot::value)
                        .anyMatch(node -> sender.equals(node.address()) || sender.equals(node.privateAddress()))
                ? sender
                : "";
    }

    private void write(Supplier<Uni<? extends Boolean>> write) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            metrics.counter("foyer.room.webhooks.dropped").increment();
            LOG.warn("webhook dropped: too many are waiting");
            return;
        }
        Uni.createFrom()
                .deferred(write)
                .onFailure(StateException.class)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .expireIn(GIVEN_UP.toMillis())
                .onTermination()
                .invoke(waiting::decrementAndGet)
                .subscribe()
                .with(ignored -> {}, failure -> {
                    metrics.counter("foyer.room.webhooks.dropped").increment();
                    LOG.warnf("webhook dropped reason=%s", failure.getMessage());
                });
    }

    private Response counted(String result, Response.ResponseBuilder response) {
        metrics.counter("foyer.room.webhooks", "result", result).increment();
        return response.type(MediaType.APPLICATION_JSON_TYPE).build();
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
