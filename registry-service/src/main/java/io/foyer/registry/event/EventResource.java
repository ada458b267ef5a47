package io.foyer.registry.event;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.edge.Reason;
import io.foyer.name.Guid;
import io.foyer.name.Scope;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.domain.composition.Join;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.stream.StreamListing;
import io.foyer.registry.event.EventJson.Place;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.http.RawPath;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.stream.StreamView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Lookups and lists of the Stream Manager API (stream-manager-api.md 2). Answered from memory, without a token. */
@Path(EventResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class EventResource {
    static final String PATH = ApiGate.STREAM_MANAGER + "/event";

    private static final String JOIN = "/join";
    private static final String STATS = "/stats";

    private final Lookups lookups;
    private final StreamView streams;
    private final StreamStats stats;
    private final NodeView nodes;
    private final RegistryConfig config;
    private final MeterRegistry meters;

    public EventResource(
            Lookups lookups,
            StreamView streams,
            StreamStats stats,
            NodeView nodes,
            RegistryConfig config,
            MeterRegistry meters) {
        this.lookups = lookups;
        this.streams = streams;
        this.stats = stats;
        this.nodes = nodes;
        this.config = config;
        this.meters = meters;
    }

    @GET
    @Path("list")
    public List<EventJson.Listed> list() {
        return StreamListing.list(streams.all(), nodes.ofRole(NodeRole.EDGE), nodes::byAddress).stream()
                .map(EventJson.Listed::of)
                .toList();
    }

    @GET
    @Path("list/stats")
    public List<EventJson.Stats> listStats(@QueryParam("aggregate") @DefaultValue("true") boolean aggregate) {
        return stats.all(aggregate);
    }

    /** With an action a lookup of any stream; without one the path's last segment says what is asked for. */
    @GET
    @Path("{path: .+}")
    public Object event(@Context HttpServerRequest request, @BeanParam LookupQuery query) {
        String path = RawPath.below(request, PATH);
        if (query.action != null) {
            return counted(query.action, () -> lookup(path, query));
        }
        if (path.endsWith(JOIN)) {
            return counted("join", () -> join(path.substring(0, path.length() - JOIN.length())));
        }
        if (path.endsWith(STATS)) {
            return stats(path.substring(0, path.length() - STATS.length()));
        }
        throw ApiException.because(Reason.INVALID_REQUEST, "action is missing");
    }

    private Object lookup(String path, LookupQuery query) {
        Guid guid = RawPath.read(Guid::encoded, path);
        Decision decision = lookups.find(guid, query.action(), query.transcode(), query.wish(config));
        return switch (decision) {
            case Decision.Chosen(List<NodeRecord> chosen, var steps) -> {
                List<Place> places = chosen.stream()
                        .map(node -> Place.of(guid.name(), guid.scope().text(), node))
                        .toList();
                yield query.endpoints() > 1 ? places : places.getFirst();
            }
            case Decision.NotPublished(var steps) ->
                throw ApiException.because(Reason.NOT_FOUND, "stream " + guid + " is not published");
            case Decision.NoNode none ->
                throw ApiException.because(
                        Reason.NO_NODE,
                        "no node for " + guid + ": none is left after the condition \"" + none.condition() + "\"");
        };
    }

    private Object join(String path) {
        String scope = RawPath.read(Scope::encoded, path).text();
        return switch (lookups.join(scope)) {
            case Join.Ready(String event, String address) ->
                new Place(
                        event,
                        scope,
                        address,
                        nodes.byAddress(address).map(NodeRecord::region).orElse(""));
            case Join.NotYet(String reason) -> throw ApiException.because(Reason.NOT_YET, reason);
        };
    }

    private EventJson.Stats stats(String path) {
        Guid guid = RawPath.read(Guid::encoded, path);
        return stats.one(guid.toString())
                .orElseThrow(() -> ApiException.because(Reason.NOT_FOUND, "stream " + guid + " is not published"));
    }

    private Object counted(String kind, Supplier<Object> lookup) {
        String label =
                switch (kind.toLowerCase(Locale.ROOT)) {
                    case "broadcast" -> "broadcast";
                    case "subscribe" -> "subscribe";
                    case "join" -> "join";
                    default -> "other";
                };
        var timer = Timer.start(meters);
        String result = "ok";
        try {
            return lookup.get();
        } catch (ApiException e) {
            result = e.reason().id();
            throw e;
        } finally {
            timer.stop(meters.timer("foyer.registry.lookups", "kind", label, "result", result));
        }
    }
}
