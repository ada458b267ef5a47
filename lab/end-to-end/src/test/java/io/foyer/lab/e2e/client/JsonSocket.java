package io.foyer.lab.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A WebSocket that speaks JSON texts and remembers everything it heard, in order. Thread safe; at most {@value #MEMORY}
 * messages are kept.
 */
public final class JsonSocket implements AutoCloseable {

    /** Code a browser would see when the connection ends without a close frame. */
    public static final int NO_CLOSE_FRAME = 1006;

    static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEMORY = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI address;
    private final List<JsonNode> heard = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private JsonSocket(HttpClient client, URI address) {
        this.address = address;
        this.socket = client.newWebSocketBuilder()
                .connectTimeout(TIMEOUT)
                .buildAsync(address, new Ear())
                .join();
    }

    /**
     * Opens the socket.
     *
     * @throws Refused when the handshake was answered with anything but 101
     */
    public static JsonSocket open(HttpClient client, URI address) {
        try {
            return new JsonSocket(client, address);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(refused.getResponse().statusCode(), address);
            }
            throw new IllegalStateException("No WebSocket at " + address, e.getCause());
        }
    }

    /** The server answered the handshake with an HTTP status. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, URI address) {
            super("The handshake at " + address.getPath() + " was answered with " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Sends one message; `json` may use single quotes for double ones, which keeps tests readable. */
    public void send(String json) {
        sendRaw(json.replace('\'', '"'));
    }

    public void send(JsonNode json) {
        sendRaw(json.toString());
    }

    /** Sends the text as it is, JSON or not. */
    public synchronized void sendRaw(String text) {
        socket.sendText(text, true)
                .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Everything heard so far, oldest first. */
    public List<JsonNode> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** Waits for the first message, already heard or still to come, that passes; `what` names it when it does not come. */
    public JsonNode await(String what, Predicate<JsonNode> passes) {
        return awaitAfter(0, what, passes);
    }

    /** As {@link #await}, but messages before number `from` do not count. */
    public JsonNode awaitAfter(int from, String what, Predicate<JsonNode> passes) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        synchronized (heard) {
            int next = from;
            while (true) {
                for (; next < heard.size(); next++) {
                    if (passes.test(heard.get(next))) {
                        return heard.get(next);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError(
                            "Never heard " + what + " from " + address.getPath() + "; heard: " + heard);
                }
                try {
                    heard.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("Interrupted while waiting for " + what, e);
                }
            }
        }
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /** Waits until the other side has ended the connection; {@value #NO_CLOSE_FRAME} when it did so without a close frame. */
    public int awaitClose() {
        return closed.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Closes the connection as a browser does when a page closes its socket. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
    }

    /** Ends the connection without a close frame, as a browser that crashes. */
    public void cut() {
        socket.abort();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                remember(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(NO_CLOSE_FRAME);
        }

        private void remember(String text) {
            try {
                JsonNode message = JSON.readTree(text);
                synchronized (heard) {
                    if (heard.size() < MEMORY) {
                        heard.add(message);
                    }
                    heard.notifyAll();
                }
            } catch (JsonProcessingException e) {
                closed.completeExceptionally(new AssertionError("Not JSON: " + text, e));
            }
        }
    }
}
