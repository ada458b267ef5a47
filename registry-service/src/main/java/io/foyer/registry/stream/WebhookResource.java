package io.foyer.registry.stream;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.edge.Reason;
import io.foyer.edge.RefusedNames;
import io.foyer.name.Guid;
import io.foyer.registry.domain.node.NodeText;
import io.foyer.registry.domain.stream.StreamMerge;
import io.foyer.registry.http.AccessControl;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.JsonFields;
import io.foyer.registry.node.NodeView;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes the nodes' webhooks (nodes.md 7, conference-api.md 2.1), for installations whose nodes point their only endpoint
 * here. It writes the same record that room-service would, and rooms follow the record: one event, one write.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class WebhookResource {
    private static final Logger LOG = Logger.getLogger(WebhookResource.class);
    private static final Map<String, Boolean> TAKEN = Map.of("result", true);

    private final StreamRecorder recorder;
    private final NodeView nodes;
    private final AccessControl access;
    private final RefusedNames refusedNames;
    private final MeterRegistry meters;

    public WebhookResource(
            StreamRecorder recorder,
            NodeView nodes,
            AccessControl access,
            RefusedNames refusedNames,
            MeterRegistry meters) {
        this.recorder = recorder;
        this.nodes = nodes;
        this.access = access;
        this.refusedNames = refusedNames;
        this.meters = meters;
    }

    @POST
    @Path("webhook")
    public Map<String, Boolean> webhook(HttpServerRequest request, byte[] body) {
        return take(null, request, body);
    }

    @POST
    @Path("webhook/{secret}")
    public Map<String, Boolean> secretWebhook(
            @PathParam("secret") String secret, HttpServerRequest request, byte[] body) {
        return take(secret, request, body);
    }

    @POST
    @Path("registry/v1/webhooks")
    public Map<String, Boolean> ownWebhook(HttpServerRequest request, byte[] body) {
        return take(null, request, body);
    }

    @POST
    @Path("registry/v1/webhooks/{secret}")
    public Map<String, Boolean> ownSecretWebhook(
            @PathParam("secret") String secret, HttpServerRequest request, byte[] body) {
        return take(secret, request, body);
    }

    private Map<String, Boolean> take(String secret, HttpServerRequest request, byte[] body) {
        access.requireWebhookSender(secret);
        JsonFields fields = JsonFields.parse(body);
        String event = fields.text("event");
        switch (event) {
            case "stream-published" -> write(event, guid(event, fields, request), fields, request, true);
            case "stream-unpublished" -> write(event, guid(event, fields, request), fields, request, false);
            default -> count(event, "ignored");
        }
        return TAKEN;
    }

    private Guid guid(String event, JsonFields fields, HttpServerRequest request) {
        try {
            return fields.guid("guid");
        } catch (ApiException e) {
            if (e.reason() == Reason.BAD_NAME) {
                count(event, e.reason().id());
                refusedNames.refused(request.remoteAddress().hostAddress(), 1, e.getMessage());
            }
            throw e;
        }
    }

    private void write(String event, Guid guid, JsonFields fields, HttpServerRequest request, boolean started) {
        Optional<StreamRecord> stream = stream(guid, fields, request);
        if (stream.isEmpty()) {
            count(event, "ignored");
            return;
        }
        StreamRecord heard = stream.get();
        Uni<Boolean> write = started ? recorder.started(heard) : recorder.stopped(heard.id(), heard.heardAt());
        // The node is answered at once; what is lost here comes with its next heartbeat.
        write.subscribe().with(news -> count(event, news ? "news" : "known"), failure -> {
            count(event, "failed");
            LOG.warnf("webhook not recorded event=%s stream=\"%s\" reason=%s", event, guid, failure.getMessage());
        });
    }

    private Optional<StreamRecord> stream(Guid guid, JsonFields fields, HttpServerRequest request) {
        String type = fields.text("clusterNodeType", "TYPE_ORIGIN");
        String address =
                fields.optionalText("nodePublicIp").or(() -> sender(request)).orElse("");
        if (!address.isEmpty() && !NodeText.isWord(address)) {
            throw ApiException.because(Reason.INVALID_REQUEST, "nodePublicIp is not an address");
        }
        long now = recorder.received();
        long startTime = fields.number("timestamp", 0, Long.MAX_VALUE, now);
        return NodeRole.ofClusterNodeType(type)
                .map(role -> new StreamRecord(
                        guid.scope().text(), guid.name(), address, role, startTime, now, StreamMerge.WEBHOOK));
    }

    private Optional<String> sender(HttpServerRequest request) {
        return nodes.byAddress(request.remoteAddress().hostAddress()).map(NodeRecord::address);
    }

    private void count(String event, String result) {
        String label = event.startsWith("stream-") && event.endsWith("published") ? event : "other";
        meters.counter("foyer.registry.webhooks", "event", label, "result", result)
                .increment();
    }
}
