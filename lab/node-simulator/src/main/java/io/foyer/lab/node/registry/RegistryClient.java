package io.foyer.lab.node.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.lab.node.cluster.Address;
import io.foyer.lab.node.cluster.PublisherLookup;
import io.foyer.lab.node.http.Calls;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.settings.NodeSettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;

/** The registry as a node sees it: heartbeats and the question which node publishes a stream. */
public final class RegistryClient implements PublisherLookup {
    private static final long LOOKUP_MILLIS = 2000;
    private static final long HEARTBEAT_MILLIS = 3000;

    private final NodeSettings settings;
    private final Calls calls;
    private final ObjectMapper json;
    private final IntSupplier linkPort;

    /** @param linkPort port at which the other nodes answer */
    public RegistryClient(NodeSettings settings, Calls calls, ObjectMapper json, IntSupplier linkPort) {
        this.settings = settings;
        this.calls = calls;
        this.json = json;
        this.linkPort = linkPort;
    }

    @Override
    public boolean known() {
        return !settings.registryUrl().isEmpty();
    }

    /** The node that publishes the stream, or the one where it would be published; fails when that is this node. */
    @Override
    public Future<Address> publisherOf(StreamName name) {
        String url = settings.registryUrl() + "/streammanager/api/4.0/event/" + path(name.guid()) + "?action=broadcast";
        return calls.send(HttpMethod.GET, url, Map.of(), "", LOOKUP_MILLIS).compose(reply -> {
            String address = reply.status() == 200
                    ? read(reply.body()).path("serverAddress").asText("")
                    : "";
            if (address.isEmpty() || address.equals(settings.address())) {
                return Future.failedFuture("no other node publishes the stream");
            }
            return Future.succeededFuture(new Address(address, linkPort.getAsInt()));
        });
    }

    /** Reports this node; fails unless the registry answers 200. */
    public Future<JsonNode> heartbeat(String report) {
        return calls.send(HttpMethod.PUT, nodeUrl(), authorization(), report, HEARTBEAT_MILLIS)
                .compose(reply -> reply.status() == 200
                        ? Future.succeededFuture(read(reply.body()))
                        : Future.failedFuture("the registry answered " + reply.status() + ": "
                                + read(reply.body()).path("errorMessage").asText("no reason given")));
    }

    public Future<Calls.Reply> leave() {
        return calls.send(HttpMethod.DELETE, nodeUrl(), authorization(), "", 1000);
    }

    private String nodeUrl() {
        return settings.registryUrl() + "/registry/v1/nodes/" + path(settings.id());
    }

    private Map<String, String> authorization() {
        return settings.nodeKey().isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + settings.nodeKey());
    }

    /** Percent encoding that leaves slashes alone. */
    private static String path(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException notJson) {
            return json.missingNode();
        }
    }
}
