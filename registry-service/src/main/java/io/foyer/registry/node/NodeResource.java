package io.foyer.registry.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.edge.Reason;
import io.foyer.edge.RefusedNames;
import io.foyer.registry.domain.node.NodeHeartbeat;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.http.AccessControl;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.stream.StreamView;
import io.foyer.state.StateException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/** Where nodes report themselves, and where operators look at them as they are. */
@Path("/registry/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class NodeResource {
    private final Heartbeats heartbeats;
    private final NodeDeparture departure;
    private final NodeView nodes;
    private final StreamView streams;
    private final AccessControl access;
    private final RefusedNames refusedNames;
    private final MeterRegistry meters;
    private final Clock clock;

    public NodeResource(
            Heartbeats heartbeats,
            NodeDeparture departure,
            NodeView nodes,
            StreamView streams,
            AccessControl access,
            RefusedNames refusedNames,
            MeterRegistry meters,
            Clock clock) {
        this.heartbeats = heartbeats;
        this.departure = departure;
        this.nodes = nodes;
        this.streams = streams;
        this.access = access;
        this.refusedNames = refusedNames;
        this.meters = meters;
        this.clock = clock;
    }

    /** Everything known of a node. {@code recent}: how many this replica sent there since its last report. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeDetails(NodeRecord node, NodeReport report, int recent, List<StreamRecord> streams) {}

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<HeartbeatReply> heartbeat(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, byte[] body) {
        return Uni.createFrom()
                .deferred(() -> {
                    access.requireNode(authorization);
                    HeartbeatWarnings warnings = new HeartbeatWarnings();
                    NodeHeartbeat beat = HeartbeatJson.parse(id, body, clock.millis(), warnings);
                    if (warnings.names() > 0) {
                        refusedNames.refused(id, warnings.names(), warnings.firstName());
                    }
                    return heartbeats.take(beat).map(reply -> reply.with(warnings));
                })
                .invoke(reply -> count("ok"))
                .onFailure()
                .invoke(failure -> count(
                        switch (failure) {
                            case ApiException api -> api.reason().id();
                            case StateException state -> Reason.STATE_UNAVAILABLE.id();
                            default -> Reason.INTERNAL.id();
                        }));
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> signOff(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        access.requireNode(authorization);
        HeartbeatJson.checkId(id);
        return departure.withdraw(id).replaceWith(Response.noContent().build());
    }

    @GET
    public List<NodeDetails> all(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        access.requireNode(authorization);
        return nodes.all().stream()
                .sorted(Comparator.comparing(NodeRecord::id))
                .map(this::details)
                .toList();
    }

    @GET
    @Path("{id}")
    public NodeDetails one(@PathParam("id") String id, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        access.requireNode(authorization);
        return nodes.byId(id)
                .map(this::details)
                .orElseThrow(() -> ApiException.because(Reason.NOT_FOUND, "there is no node of this id"));
    }

    private NodeDetails details(NodeRecord node) {
        return new NodeDetails(
                node,
                nodes.report(node.id()).orElse(null),
                nodes.recent(node),
                streams.at(node.address()).stream()
                        .sorted(Comparator.comparing(StreamRecord::id))
                        .toList());
    }

    private void count(String result) {
        meters.counter("foyer.registry.heartbeats", "result", result).increment();
    }
}
