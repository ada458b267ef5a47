package io.foyer.registry.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.NodeRecord;
import io.foyer.edge.Reason;
import io.foyer.registry.http.Administrator;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.http.JsonFields;
import io.foyer.registry.node.NodeView;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;

/** Single nodes of the Stream Manager API, by address (stream-manager-api.md 5.2). */
@Path(ApiGate.STREAM_MANAGER + "/admin/node")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Administrator
public class NodeAdminResource {
    private static final int MOST_HOSTS = 1_000;

    private final NodeAdministration administration;
    private final NodeView nodes;

    public NodeAdminResource(NodeAdministration administration, NodeView nodes) {
        this.administration = administration;
        this.nodes = nodes;
    }

    @GET
    @Path("{host}")
    public GroupJson.Node one(@PathParam("host") String host) {
        return GroupJson.Node.of(administration.at(host));
    }

    @GET
    @Path("{host}/stats")
    public GroupJson.NodeStats stats(@PathParam("host") String host) {
        NodeRecord node = administration.at(host);
        return GroupJson.NodeStats.of(node, nodes.report(node.id()));
    }

    @DELETE
    @Path("{host}")
    public Uni<GroupJson.Node> terminate(
            @PathParam("host") String host, @QueryParam("force") @DefaultValue("false") boolean force) {
        return administration.terminate(host, force).map(GroupJson.Node::of);
    }

    /** The body is a list of addresses. */
    @POST
    @Path("sunset")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<List<GroupJson.Node>> sunset(byte[] body) {
        JsonNode hosts = JsonFields.tree(body);
        if (!hosts.isArray() || hosts.size() > MOST_HOSTS) {
            throw ApiException.because(Reason.INVALID_REQUEST, "the body must be a list of addresses");
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode host : hosts) {
            if (!host.isTextual()) {
                throw ApiException.because(Reason.INVALID_REQUEST, "the body must be a list of addresses");
            }
            addresses.add(host.textValue());
        }
        return administration
                .sunset(addresses)
                .map(changed -> changed.stream().map(GroupJson.Node::of).toList());
    }
}
