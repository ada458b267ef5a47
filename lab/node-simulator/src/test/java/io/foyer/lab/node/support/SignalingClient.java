package io.foyer.lab.node.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A socket to a node, and what was heard on it. */
public final class SignalingClient implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx();
    private static final WebSocketClient CLIENT = VERTX.createWebSocketClient(
            new WebSocketClientOptions().setMaxMessageSize(1 << 20).setMaxFrameSize(1 << 20));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
    private volatile WebSocket socket;
    private volatile boolean closed;

    private SignalingClient() {}

    /** Opens {@code /<scope>/?<query>}; fails when the handshake is refused. */
    public static CompletableFuture<SignalingClient> connect(NodeProcess node, String scope, String query) {
        SignalingClient client = new SignalingClient();
        CompletableFuture<SignalingClient> opened = new CompletableFuture<>();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(node.address())
                .setPort(node.port())
                .setURI("/" + scope + "/?" + query)
                .addHeader("User-Agent", "TestBrowser");
        // On the event loop, for what follows a future there is done before the first frame is read; elsewhere it may
        // be late.
        VERTX.runOnContext(ignored -> CLIENT.connect(options)
                .onSuccess(socket -> {
                    client.socket = socket;
                    socket.textMessageHandler(client::hear);
                    socket.closeHandler(end -> client.closed = true);
                    opened.complete(client);
                })
                .onFailure(opened::completeExceptionally));
        return opened;
    }

    /** Opens and waits for {@code Connect.Success}. */
    public static SignalingClient open(NodeProcess node, String scope, String query) {
        try {
            SignalingClient client = connect(node, scope, query).get(10, TimeUnit.SECONDS);
            client.awaitCode("NetConnection.Connect.Success");
            return client;
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError("no connection", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    public void say(String message) {
        socket.writeTextMessage(message);
    }

    public List<JsonNode> heard() {
        return heard;
    }

    public boolean closed() {
        return closed;
    }

    /** Called with every message, from now on. */
    public void onMessage(Consumer<JsonNode> listener) {
        heard.forEach(listener);
        listeners.add(listener);
    }

    public JsonNode await(String what, Predicate<JsonNode> wanted) {
        Awaitility.await(what)
                .atMost(10, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .failFast(() -> closed && heard.stream().noneMatch(wanted))
                .until(() -> heard.stream().anyMatch(wanted));
        return heard.stream().filter(wanted).findFirst().orElseThrow();
    }

    public JsonNode awaitCode(String code) {
        return await(
                code, message -> code.equals(message.path("data").path("code").asText()));
    }

    public JsonNode awaitMessage(String text) {
        return await(
                text,
                message -> text.equals(message.path("data").path("message").asText()));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    private void hear(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            heard.add(message);
            listeners.forEach(listener -> listener.accept(message));
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(notJson);
        }
    }
}
