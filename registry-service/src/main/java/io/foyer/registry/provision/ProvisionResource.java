package io.foyer.registry.provision;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.ProvisionRecord;
import io.foyer.registry.domain.stream.StreamPath;
import io.foyer.registry.http.Administrator;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.http.JsonFields;
import io.foyer.registry.http.PageTokenSuffices;
import io.foyer.registry.http.Problem;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Provisions of the Stream Manager API (stream-manager-api.md 3). */
@Path(ApiGate.STREAM_MANAGER + "/admin/event/meta")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ProvisionResource {
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
    public Uni<ProvisionBody> create(@PathParam("guid") String guid, byte[] body) {
        return provisions.create(read(guid, body)).map(ProvisionBody::of);
    }

    @PUT
    @Path("{guid: .+}")
    @Administrator
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ProvisionBody> replace(@PathParam("guid") String guid, byte[] body) {
        return provisions.replace(read(guid, body)).map(ProvisionBody::of);
    }

    @DELETE
    @Path("{guid: .+}")
    @Administrator
    public Uni<ProvisionBody> remove(@PathParam("guid") String guid) {
        return provisions.remove(path(guid).guid()).map(ProvisionBody::of);
    }

    @GET
    @Path("{guid: .+}")
    @Administrator
    public ProvisionBody one(@PathParam("guid") String guid) {
        return view.find(path(guid).guid())
                .map(ProvisionBody::of)
                .orElseThrow(() -> Problem.NOT_FOUND.because("there is no provision " + guid));
    }

    @GET
    @Administrator
    public List<String> all() {
        return view.all().stream().map(provision -> "guid: " + provision.guid()).toList();
    }

    private ProvisionRecord read(String guid, byte[] body) {
        StreamPath path = path(guid);
        if (body != null && body.length > LARGEST) {
            throw Problem.INVALID_REQUEST.because("a provision has at most " + LARGEST + " bytes");
        }
        JsonFields fields = JsonFields.parse(body);
        if (!fields.has("meta")) {
            // The page token is good for any path, so a body must not be a provision of some other conference.
            String context = fields.path("context");
            String name = fields.path("name");
            if (!(context + "/" + name).equals(path.guid())) {
                throw Problem.INVALID_REQUEST.because("context and name must be those of the path");
            }
        }
        return new ProvisionRecord(path.scope(), path.name(), data(fields.node()), clock.millis());
    }

    private Map<String, Object> data(JsonNode node) {
        return json.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    private static StreamPath path(String guid) {
        return StreamPath.parse(guid)
                .orElseThrow(() -> Problem.INVALID_REQUEST.because("the path must be a scope and a name"));
    }
}
