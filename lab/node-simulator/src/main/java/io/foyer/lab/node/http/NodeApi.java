package io.foyer.lab.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.lab.node.cluster.Provisions;
import io.foyer.lab.node.faults.Fault;
import io.foyer.lab.node.faults.Faults;
import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.settings.SettingsException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The plain HTTP side of a node: probes, the stream list, provisions, and the test hooks below {@code /simulator}. */
public final class NodeApi {
    private static final int MAX_BODY = 1 << 20;

    private final ObjectMapper json;
    private final StreamTable streams;
    private final Provisions provisions;
    private final Faults faults;
    private final String apiToken;
    private final Supplier<ObjectNode> state;
    private final Runnable halt;

    /**
     * @param apiToken required by {@code /cluster/api}, empty for none
     * @param state what {@code /simulator/state} shows
     * @param halt ends the process at once
     */
    public NodeApi(
            ObjectMapper json,
            StreamTable streams,
            Provisions provisions,
            Faults faults,
            String apiToken,
            Supplier<ObjectNode> state,
            Runnable halt) {
        this.json = json;
        this.streams = streams;
        this.provisions = provisions;
        this.faults = faults;
        this.apiToken = apiToken;
        this.state = state;
        this.halt = halt;
    }

    public void handle(HttpServerRequest request) {
        boolean get = request.method() == HttpMethod.GET;
        boolean post = request.method() == HttpMethod.POST;
        switch (request.path()) {
            case "/live", "/live/" ->
                reply(request, 200, json.createObjectNode().put("live", true));
            case "/live/streams.jsp" -> reply(request, 200, streamNames());
            case "/simulator/state" -> reply(request, 200, state.get());
            case "/simulator/faults" -> {
                if (post) {
                    withBody(request, body -> setFaults(request, body));
                } else {
                    reply(request, 200, faultState());
                }
            }
            case "/cluster/api" -> {
                if (get) {
                    reply(request, 200, provisionList());
                } else {
                    withBody(request, body -> changeProvisions(request, body));
                }
            }
            default -> error(request, 404, "Not found");
        }
    }

    private void changeProvisions(HttpServerRequest request, JsonNode body) {
        if (!apiToken.isEmpty() && !apiToken.equals(request.getParam("accessToken"))) {
            error(request, 401, "Access token missing or wrong");
            return;
        }
        String action = request.getParam("action", "");
        Consumer<String> change;
        switch (action) {
            case "provision.create" -> change = provisions::add;
            case "provision.delete" -> change = provisions::remove;
            default -> {
                error(request, 400, "Unknown action");
                return;
            }
        }
        for (JsonNode provision : body.path("provisions")) {
            String guid = Provisions.guidOf(provision);
            if (guid.isEmpty()) {
                error(request, 400, "A provision needs context (or guid) and name");
                return;
            }
            change.accept(guid);
        }
        reply(request, 200, provisionList());
    }

    private void setFaults(HttpServerRequest request, JsonNode body) {
        Set<Fault> active = EnumSet.noneOf(Fault.class);
        try {
            for (JsonNode fault : body.path("faults")) {
                active.add(Fault.parse(fault.asText()));
            }
            if (body.has("fault")) {
                active.addAll(Fault.parseAll(body.path("fault").asText()));
            }
        } catch (SettingsException unknown) {
            error(request, 400, unknown.getMessage());
            return;
        }
        faults.set(active, body.path("delayMillis").asLong(faults.delayMillis()));
        reply(request, 200, faultState());
        if (active.contains(Fault.DIE)) {
            halt.run();
        }
    }

    private ObjectNode faultState() {
        ObjectNode root = json.createObjectNode();
        ArrayNode list = root.putArray("faults");
        faults.active().stream().map(Fault::wireName).sorted().forEach(list::add);
        return root.put("delayMillis", faults.delayMillis());
    }

    private ObjectNode provisionList() {
        ObjectNode root = json.createObjectNode();
        ArrayNode list = root.putArray("provisions");
        provisions.guids().forEach(list::add);
        return root;
    }

    private ArrayNode streamNames() {
        ArrayNode list = json.createArrayNode();
        for (LiveStream stream : streams.live()) {
            list.addObject().put("name", stream.name().name());
        }
        return list;
    }

    private void withBody(HttpServerRequest request, Consumer<JsonNode> use) {
        String length = request.getHeader("Content-Length");
        if (length == null || length.length() > 9 || Integer.parseInt(length) > MAX_BODY) {
            error(request, 413, "The body must state a length of at most " + MAX_BODY);
            return;
        }
        request.body().onSuccess(bytes -> {
            JsonNode body;
            try {
                body = json.readTree(bytes.toString());
            } catch (JsonProcessingException notJson) {
                error(request, 400, "Body is not JSON");
                return;
            }
            use.accept(body);
        });
    }

    private void error(HttpServerRequest request, int status, String message) {
        reply(request, status, json.createObjectNode().put("errorMessage", message));
    }

    private static void reply(HttpServerRequest request, int status, JsonNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toString());
    }
}
