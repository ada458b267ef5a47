package io.foyer.lab.node.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a node talks to, on one port: the registry, the webhook's receiver, the validator and the room backend. */
public final class Surroundings implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "/streammanager/api/4.0/event/";
    private static final String NODES = "/registry/v1/nodes/";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, JsonNode> heartbeats = new ConcurrentHashMap<>();
    private final Map<String, List<String>> calls = new ConcurrentHashMap<>();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> webhooks = new CopyOnWriteArrayList<>();
    private final List<JsonNode> validations = new CopyOnWriteArrayList<>();
    private final List<ServerWebSocket> roomSockets = new CopyOnWriteArrayList<>();
    private final List<String> roomQueries = new CopyOnWriteArrayList<>();
    private volatile String provisions = "[]";
    private volatile String mixers = "[]";
    private volatile String conference = "";
    private volatile boolean valid = true;
    private final List<HttpServerRequest> unanswered = new CopyOnWriteArrayList<>();
    private volatile boolean holding;
    private volatile boolean refusing;
    private volatile HttpServer server;
    private final int port;

    public Surroundings() {
        port = listen(0);
    }

    private int listen(int wanted) {
        server = wait(vertx.createHttpServer()
                .webSocketHandler(this::room)
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                .listen(wanted, "127.0.0.1"));
        return server.actualPort();
    }

    /** Nobody listens any more, and all connections are cut. */
    public void vanish() {
        wait(server.close());
        heartbeats.clear();
    }

    public void comeBack() {
        listen(port);
    }

    /** From now on heartbeats are read, and not answered before {@link #answerHeartbeats()}. */
    public void holdHeartbeats() {
        holding = true;
    }

    public int heldHeartbeats() {
        return unanswered.size();
    }

    /** Answers those that wait. Only now a node counts as reported, as with a registry that was slow to write it down. */
    public void answerHeartbeats() {
        holding = false;
        unanswered.forEach(request -> node(request, id(request), "{}"));
        unanswered.clear();
    }

    /** How often a node reported, or said that it leaves, in order: {@code PUT} or {@code DELETE}. */
    public List<String> calls(String id) {
        return calls.getOrDefault(id, List.of());
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** The newest heartbeat of a node, or a missing node. */
    public JsonNode heartbeat(String id) {
        return heartbeats.getOrDefault(id, JSON.missingNode());
    }

    public boolean hasLeft(String id) {
        return left.contains(id);
    }

    public void replyWithProvisions(String list) {
        provisions = list;
    }

    public void replyWithMixers(String list) {
        mixers = list;
    }

    public void credentialsAreValid(boolean now) {
        valid = now;
    }

    public List<JsonNode> validations() {
        return validations;
    }

    /** Whether webhooks are answered with 500 and not counted. */
    public void refuseWebhooks(boolean now) {
        refusing = now;
    }

    /** The bodies of webhooks, in order of arrival. */
    public List<JsonNode> webhookBodies() {
        return webhooks;
    }

    /** Webhooks as {@code <event> <guid> <type>}, in order of arrival. */
    public List<String> webhooks() {
        return webhooks.stream()
                .map(hook ->
                        hook.path("event").asText() + " " + hook.path("guid").asText() + " "
                                + hook.path("clusterNodeType").asText())
                .toList();
    }

    public List<String> roomQueries() {
        return roomQueries;
    }

    /** Tells all room sockets, and those that come later. */
    public void conference(String message) {
        conference = message;
        roomSockets.forEach(socket -> socket.writeTextMessage(message));
    }

    public void cutRoomSockets() {
        roomSockets.forEach(ServerWebSocket::close);
        roomSockets.clear();
    }

    public void forgetRoomQueries() {
        roomQueries.clear();
    }

    @Override
    public void close() {
        wait(vertx.close());
    }

    private void room(ServerWebSocket socket) {
        roomQueries.add(socket.query());
        roomSockets.add(socket);
        if (!conference.isEmpty()) {
            socket.writeTextMessage(conference);
        }
    }

    private void answer(HttpServerRequest request, String body) {
        String path = request.path();
        if (path.startsWith(NODES)) {
            if (holding && request.method() == HttpMethod.PUT) {
                unanswered.add(request);
            } else {
                node(request, id(request), body);
            }
        } else if (path.startsWith(EVENTS)) {
            lookup(request, path.substring(EVENTS.length()));
        } else if (path.equals("/webhook") && refusing) {
            request.response().setStatusCode(500).end();
        } else if (path.equals("/webhook")) {
            webhooks.add(json(body));
            request.response().end("{\"result\":true}");
        } else if (path.endsWith("Credentials")) {
            validations.add(json(body));
            request.response().end("{\"result\":" + valid + "}");
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static String id(HttpServerRequest request) {
        return request.path().substring(NODES.length());
    }

    private void node(HttpServerRequest request, String id, String body) {
        calls.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>())
                .add(request.method().name());
        if (request.method() == HttpMethod.DELETE) {
            left.add(id);
            heartbeats.remove(id);
            request.response().setStatusCode(204).end();
            return;
        }
        heartbeats.put(id, json(body));
        request.response()
                .putHeader("Content-Type", "application/json")
                .end("{\"node\":\"" + id + "\",\"state\":\"inservice\",\"heartbeatMillis\":200,\"provisions\":"
                        + provisions + ",\"mixers\":" + mixers + "}");
    }

    private void lookup(HttpServerRequest request, String guid) {
        for (JsonNode node : heartbeats.values()) {
            for (JsonNode stream : node.path("streams")) {
                if (guid.equals(stream.path("scope").asText() + "/"
                        + stream.path("name").asText())) {
                    request.response()
                            .end("{\"serverAddress\":\"" + node.path("address").asText() + "\"}");
                    return;
                }
            }
        }
        request.response().setStatusCode(404).end("{\"errorMessage\":\"not live\"}");
    }

    private static <T> T wait(Future<T> step) {
        return step.toCompletionStage().toCompletableFuture().join();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }
}
