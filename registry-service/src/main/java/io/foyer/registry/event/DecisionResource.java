package io.foyer.registry.event;

import io.foyer.contract.NodeRecord;
import io.foyer.edge.RawQuery;
import io.foyer.name.Guid;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.selection.Funnel;
import io.foyer.registry.http.AccessControl;
import io.foyer.registry.http.RawPath;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Explains to operators what a lookup would answer now, and why, without anybody being sent anywhere. */
@Path("/registry/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class DecisionResource {
    private final Lookups lookups;
    private final RegistryConfig config;
    private final AccessControl access;

    public DecisionResource(Lookups lookups, RegistryConfig config, AccessControl access) {
        this.lookups = lookups;
        this.config = config;
        this.access = access;
    }

    /**
     * @param outcome {@code chosen}, {@code not published} or {@code no node}
     * @param nodes ids of what was drawn this time
     * @param steps how many candidates were left after each rule
     */
    record Explanation(String stream, String outcome, List<String> nodes, List<Funnel.Step> steps) {}

    /** Takes the same parameters as a lookup, and {@code stream}, the scope and name. */
    @GET
    public Explanation explain(
            @Context HttpServerRequest request,
            @BeanParam LookupQuery query,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        access.requireNode(authorization);
        // Raw: frameworks make a blank of the plus in a name.
        String stream = RawQuery.parse(request.query()).rawValue("stream").orElse("");
        Guid guid = RawPath.read(Guid::query, stream);
        return switch (lookups.explain(guid, query.action(), query.transcode(), query.wish(config))) {
            case Decision.Chosen(List<NodeRecord> nodes, List<Funnel.Step> steps) ->
                new Explanation(
                        guid.toString(),
                        "chosen",
                        nodes.stream().map(NodeRecord::id).toList(),
                        steps);
            case Decision.NotPublished(List<Funnel.Step> steps) ->
                new Explanation(guid.toString(), "not published", List.of(), steps);
            case Decision.NoNode(List<Funnel.Step> steps) ->
                new Explanation(guid.toString(), "no node", List.of(), steps);
        };
    }
}
