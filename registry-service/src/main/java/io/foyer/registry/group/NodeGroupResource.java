package io.foyer.registry.group;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.edge.Reason;
import io.foyer.registry.http.Administrator;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.ApiGate;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Predicate;

/** Node groups of the Stream Manager API (stream-manager-api.md 5). */
@Path(ApiGate.STREAM_MANAGER + "/admin/nodegroup")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Administrator
public class NodeGroupResource {
    private final NodeGroups groups;

    public NodeGroupResource(NodeGroups groups) {
        this.groups = groups;
    }

    @GET
    public List<GroupJson.Group> all() {
        return groups.all();
    }

    @GET
    @Path("{group}")
    public GroupJson.Group one(@PathParam("group") String group) {
        return groups.find(group).orElseThrow(() -> unknown(group));
    }

    @GET
    @Path("{group}/node")
    public List<GroupJson.Node> nodes(@PathParam("group") String group) {
        return nodes(group, node -> true);
    }

    @GET
    @Path("{group}/node/origin")
    public List<GroupJson.Node> origins(@PathParam("group") String group) {
        return nodes(group, node -> node.role() == NodeRole.ORIGIN);
    }

    @GET
    @Path("{group}/node/edge")
    public List<GroupJson.Node> edges(@PathParam("group") String group) {
        return nodes(group, node -> node.role() == NodeRole.EDGE);
    }

    @GET
    @Path("{group}/stats")
    public GroupJson.GroupStats stats(@PathParam("group") String group) {
        one(group);
        return groups.stats(group);
    }

    private List<GroupJson.Node> nodes(String group, Predicate<NodeRecord> which) {
        one(group);
        return groups.of(group).stream().filter(which).map(GroupJson.Node::of).toList();
    }

    private static RuntimeException unknown(String group) {
        return ApiException.because(Reason.NOT_FOUND, "there is no node group " + group);
    }
}
