package io.foyer.registry.event;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.domain.composition.Join;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.stream.StreamListing;
import io.foyer.registry.domain.stream.StreamPath;
import io.foyer.registry.event.EventJson.Place;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.http.Problem;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.stream.StreamView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Lookups and lists of the Stream Manager API (stream-manager-api.md 2). Answered from memory, without a token. */
@Path(ApiGate.STREAM_MANAGER + "/event")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class EventResource {
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
    public Object event(@PathParam("path") String path, @BeanParam LookupQuery query) {
        if (query.action != null) {
            return counted(query.action, () -> lookup(path, query));
        }
        if (path.endsWith(JOIN)) {
            return counted("join", () -> join(path.substring(0, path.length() - JOIN.length())));
        }
        if (path.endsWith(STATS)) {
            return stats(path.substring(0, path.length() - STATS.length()));
        }
        throw Problem.INVALID_REQUEST.because("action is missing");
    }

    private Object lookup(String guid, LookupQuery query) {
        StreamPath path = StreamPath.parse(guid)
                .orElseThrow(() -> Problem.INVALID_REQUEST.because("the path must be a scope and a name"));
        Decision decision = lookups.find(path, query.action(), query.transcode(), query.wish(config));
        return switch (decision) {
            case Decision.Chosen(List<NodeRecord> chosen, var steps) -> {
                List<Place> places = chosen.stream()
                        .map(node -> Place.of(path.name(), path.scope(), node))
                        .toList();
                yield query.endpoints() > 1 ? places : places.getFirst();
            }
            case Decision.NotPublished(var steps) ->
                throw Problem.NOT_FOUND.because("stream " + path.guid() + " is not published");
            case Decision.NoNode none ->
                throw Problem.NO_NODE.because("no node for " + path.guid() + ": none is left after the condition \""
                        + none.condition() + "\"");
        };
    }

    private Object join(String scope) {
        if (!StreamPath.isPath(scope)) {
            throw Problem.INVALID_REQUEST.because("the path must be a scope");
        }
        return switch (lookups.join(scope)) {
            case Join.Ready(String event, String address) ->
                new Place(
                        event,
                        scope,
                        address,
                        nodes.byAddress(address).map(NodeRecord::region).orElse(""));
            case Join.NotYet(String reason) -> throw Problem.NOT_YET.because(reason);
        };
    }

    private EventJson.Stats stats(String guid) {
        return StreamPath.parse(guid)
                .flatMap(path -> stats.one(path.guid()))
                .orElseThrow(() -> Problem.NOT_FOUND.because("stream " + guid + " is not published"));
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
            result = e.problem().text();
            throw e;
        } finally {
            timer.stop(meters.timer("foyer.registry.lookups", "kind", label, "result", result));
        }
    }
}
