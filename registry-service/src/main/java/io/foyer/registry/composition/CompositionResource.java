package io.foyer.registry.composition;

import io.foyer.contract.InstallationConfig;
import io.foyer.edge.Reason;
import io.foyer.registry.domain.composition.CompositionOrder;
import io.foyer.registry.http.AccessControl;
import io.foyer.registry.http.Administrator;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.http.JsonFields;
import io.foyer.registry.http.RawPath;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Compositions of the Stream Manager API (stream-manager-api.md 4). */
@Path(CompositionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Administrator
public class CompositionResource {
    static final String PATH = ApiGate.STREAM_MANAGER + "/composition";

    private final Compositions compositions;
    private final CompositionView view;
    private final AccessControl access;
    private final InstallationConfig installation;

    public CompositionResource(
            Compositions compositions, CompositionView view, AccessControl access, InstallationConfig installation) {
        this.compositions = compositions;
        this.view = view;
        this.access = access;
        this.installation = installation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CompositionBody> create(byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        CompositionOrder order = CompositionBody.read(fields);
        if (!access.isAdministrator(fields.text("digest"))) {
            throw ApiException.because(Reason.INVALID_REQUEST, "digest must equal the access token");
        }
        return compositions.create(order).map(created -> CompositionBody.of(created, installation.accessToken()));
    }

    @GET
    public List<String> events() {
        return view.all().stream()
                .map(composition -> composition.event())
                .sorted()
                .toList();
    }

    @GET
    @Path("{event: .+}")
    public CompositionBody one(@Context HttpServerRequest request) {
        String event = event(request);
        return view.find(event)
                .map(composition -> CompositionBody.of(composition, installation.accessToken()))
                .orElseThrow(() -> ApiException.because(Reason.NOT_FOUND, "there is no composition " + event));
    }

    @DELETE
    @Path("{event: .+}")
    public Uni<Response> delete(@Context HttpServerRequest request) {
        return compositions.delete(event(request)).replaceWith(Response.ok().build());
    }

    private static String event(HttpServerRequest request) {
        return RawPath.scope(request, PATH).text();
    }
}
