package io.foyer.registry.event;

import io.foyer.contract.NodeRecord;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.selection.Funnel;
import io.foyer.registry.domain.stream.StreamPath;
import io.foyer.registry.http.AccessControl;
import io.foyer.registry.http.Problem;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
            @QueryParam("stream") String stream,
            @BeanParam LookupQuery query,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        access.requireNode(authorization);
        StreamPath path = StreamPath.parse(stream == null ? "" : stream)
                .orElseThrow(() -> Problem.INVALID_REQUEST.because("stream must be a scope and a name"));
        return switch (lookups.explain(path, query.action(), query.transcode(), query.wish(config))) {
            case Decision.Chosen(List<NodeRecord> nodes, List<Funnel.Step> steps) ->
                new Explanation(
                        path.guid(),
                        "chosen",
                        nodes.stream().map(NodeRecord::id).toList(),
                        steps);
            case Decision.NotPublished(List<Funnel.Step> steps) ->
                new Explanation(path.guid(), "not published", List.of(), steps);
            case Decision.NoNode(List<Funnel.Step> steps) -> new Explanation(path.guid(), "no node", List.of(), steps);
        };
    }
}
