package io.foyer.registry.provision;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.ProvisionRecord;
import io.foyer.edge.Reason;
import io.foyer.name.Guid;
import io.foyer.registry.http.Administrator;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.http.JsonFields;
import io.foyer.registry.http.PageTokenSuffices;
import io.foyer.registry.http.RawPath;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Provisions of the Stream Manager API (stream-manager-api.md 3). */
@Path(ProvisionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ProvisionResource {
    static final String PATH = ApiGate.STREAM_MANAGER + "/admin/event/meta";

    private static final int LARGEST = 64 * 1024;

    private final Provisions provisions;
    private final ProvisionView view;
    private final ObjectMapper json;
    private final Clock clock;

    public ProvisionResource(Provisions provisions, ProvisionView view, ObjectMapper json, Clock clock) {
        this.provisions = provisions;
        this.view = view;
        this.json = json;
        this.clock = clock;
    }

    /** @param updated epoch milliseconds */
    record ProvisionBody(String name, String scope, Map<String, Object> data, long updated) {
        static ProvisionBody of(ProvisionRecord provision) {
            return new ProvisionBody(provision.name(), provision.scope(), provision.data(), provision.updated());
        }
    }

    @POST
    @Path("{guid: .+}")
    @PageTokenSuffices
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ProvisionBody> create(@Context HttpServerRequest request, byte[] body) {
        return provisions.create(read(guid(request), body)).map(ProvisionBody::of);
    }

    @PUT
    @Path("{guid: .+}")
    @Administrator
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ProvisionBody> replace(@Context HttpServerRequest request, byte[] body) {
        return provisions.replace(read(guid(request), body)).map(ProvisionBody::of);
    }

    @DELETE
    @Path("{guid: .+}")
    @Administrator
    public Uni<ProvisionBody> remove(@Context HttpServerRequest request) {
        return provisions.remove(guid(request).toString()).map(ProvisionBody::of);
    }

    @GET
    @Path("{guid: .+}")
    @Administrator
    public ProvisionBody one(@Context HttpServerRequest request) {
        String guid = guid(request).toString();
        return view.find(guid)
                .map(ProvisionBody::of)
                .orElseThrow(() -> ApiException.because(Reason.NOT_FOUND, "there is no provision " + guid));
    }

    @GET
    @Administrator
    public List<String> all() {
        return view.all().stream().map(provision -> "guid: " + provision.guid()).toList();
    }

    private ProvisionRecord read(Guid guid, byte[] body) {
        if (body != null && body.length > LARGEST) {
            throw ApiException.because(Reason.INVALID_REQUEST, "a provision has at most " + LARGEST + " bytes");
        }
        JsonFields fields = JsonFields.parse(body);
        if (!fields.has("meta")) {
            // The page token is good for any path, so a body must not be a provision of some other conference.
            String posted = fields.scope("context") + "/" + fields.scope("name");
            if (!posted.equals(guid.toString())) {
                throw ApiException.because(Reason.INVALID_REQUEST, "context and name must be those of the path");
            }
        }
        return new ProvisionRecord(guid.scope().text(), guid.name(), data(fields.node()), clock.millis());
    }

    private Map<String, Object> data(JsonNode node) {
        return json.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    private static Guid guid(HttpServerRequest request) {
        return RawPath.guid(request, PATH);
    }
}
