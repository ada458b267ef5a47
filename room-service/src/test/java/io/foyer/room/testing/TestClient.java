package io.foyer.room.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A client of the conference protocol: what it was told, in order, and how the connection ended. */
public final class TestClient implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx();
    private static final WebSocketClient CLIENT = VERTX.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(500).setMaxFrameSize(4_000_000));
    private static final long SECONDS = 10;

    private final WebSocket socket;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Map<String, String> newest = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private TestClient(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(message -> {
            newest.put(Told.type(message), message);
            told.add(message);
        });
        socket.closeHandler(ignored -> ended = true);
        socket.exceptionHandler(ignored -> {});
    }

    /** @param uri path and query as a client would send them */
    public static TestClient connect(int port, String uri) {
        return connect(
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(uri));
    }

    public static TestClient connect(WebSocketConnectOptions options) {
        CompletableFuture<TestClient> opened = new CompletableFuture<>();
        // On the event loop, for what follows a future there is done before the first frame is read; elsewhere it may
        // be late.
        VERTX.runOnContext(ignored -> CLIENT.connect(options)
                .map(TestClient::new)
                .onSuccess(opened::complete)
                .onFailure(opened::completeExceptionally));
        try {
            return opened.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no WebSocket", e);
        }
    }

    public static TestClient host(int port, String room) {
        return connect(port, "/?testbed=conference&room=" + room + "&host=true");
    }

    /** Connects as a host and takes the messages that every host gets at first. */
    public static TestClient greetedHost(int port, String room) {
        TestClient client = host(port, room);
        client.until(message -> message.contains("\"activeCompositions\""));
        return client;
    }

    public TestClient say(String json) {
        try {
            socket.writeTextMessage(json.replace('\'', '"'));
        } catch (IllegalStateException e) {
            // The server was faster and closed it, which is for the test to find out.
        }
        return this;
    }

    public TestClient sayBinary(String json) {
        socket.writeBinaryMessage(Buffer.buffer(json.replace('\'', '"')));
        return this;
    }

    /** One text message in several frames. */
    public TestClient sayInPieces(String piece, int pieces) {
        socket.writeFrame(WebSocketFrame.textFrame(piece, false));
        for (int i = 1; i < pieces; i++) {
            socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(piece), i == pieces - 1));
        }
        return this;
    }

    /** A list message of the usual form. */
    public TestClient say(String type, String room, String stream) {
        return say("{'type':'" + type + "','room':'" + room + "','streamName':'" + stream + "'}");
    }

    /** The next message; regions are left out, for they may come at any time. */
    public String next() {
        try {
            while (true) {
                String message = told.poll(SECONDS, TimeUnit.SECONDS);
                assertThat(message).as("a message within %d s", SECONDS).isNotNull();
                if (!message.contains("\"mixerRegions\"")) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message, of whatever kind. */
    public String nextOfAll() {
        try {
            String message = told.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message within %d s", SECONDS).isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All messages up to the first that is wanted, which is the last of them. */
    public List<String> until(Predicate<String> wanted) {
        List<String> messages = new ArrayList<>();
        do {
            messages.add(nextOfAll());
        } while (!wanted.test(messages.getLast()));
        return messages;
    }

    public void expect(String... messages) {
        for (String message : messages) {
            assertThat(next()).isEqualTo(message.replace('\'', '"'));
        }
    }

    /** Proves that nothing more was on its way: asks something and gets the answer to that. */
    public void expectNothing() {
        say("{'type':'getActiveStreams'}");
        expect("{'type':'activeStreams','list':[]}");
    }

    /** The newest message of this type; an empty object while there was none. */
    public Told last(String type) {
        return Told.of(newest.getOrDefault(type, "{}"));
    }

    public void waitFor(String message) {
        String wanted = message.replace('\'', '"');
        until(wanted::equals);
    }

    public Told waitForType(String type) {
        return Told.of(until(message -> Told.type(message).equals(type)).getLast());
    }

    /** The close code that came with a close frame; null if there was none. */
    public Short closeCode() {
        await("end of the connection").atMost(Duration.ofSeconds(SECONDS)).until(() -> ended);
        return socket.closeStatusCode();
    }

    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        socket.close();
    }
}
