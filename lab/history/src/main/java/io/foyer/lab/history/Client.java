package io.foyer.lab.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A host's page, or a participant that posts: what it was shown, message by message, in order. */
final class Client implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * What a host sees of one room.
     *
     * @param excluded a host is not sent an empty list when it connects, so none and empty are the same
     * @param presenter empty text for nobody
     */
    record Shown(List<String> active, List<String> conference, String presenter, List<String> excluded) {
        static final Shown NOTHING = new Shown(List.of(), List.of(), "", List.of());
    }

    /** One message and what the host sees from then on. A run is bounded by its script, and so is this list. */
    record Seen(long nanos, String type, Shown shown, JsonNode message) {}

    private final String room;
    private final WebSocket socket;
    private final List<Seen> seen;
    private final Listener listener;

    private Client(String room, WebSocket socket, Listener listener) {
        this.room = room;
        this.socket = socket;
        this.seen = listener.seen;
        this.listener = listener;
    }

    /** Connects as a host; empty when the replica does not take it. */
    static Optional<Client> connect(Replica replica, String room) {
        URI uri = URI.create("ws://127.0.0.1:" + replica.port() + "/?testbed=conference&room=" + room + "&host=true");
        Listener listener = new Listener(room);
        try {
            WebSocket socket = HTTP.newWebSocketBuilder()
                    .connectTimeout(TIMEOUT)
                    .buildAsync(uri, listener)
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return Optional.of(new Client(room, socket, listener));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** @param more further members of the message, each with a comma before it */
    void send(String type, String name, String more) {
        send("{\"type\":\"" + type + "\",\"room\":\"" + room + "\",\"streamName\":\"" + name + "\"" + more + "}");
    }

    void send(String json) {
        try {
            socket.sendText(json, true).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            listener.ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the messages of the greeting have come: the state of the room is known. */
    boolean greeted() {
        return listener.greeted;
    }

    boolean connected() {
        return !listener.ended;
    }

    Shown shown() {
        synchronized (seen) {
            return seen.isEmpty() ? Shown.NOTHING : seen.getLast().shown;
        }
    }

    List<Seen> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /** The text of the first error message after so many messages. */
    Optional<String> errorAfter(int messages) {
        return seen().stream()
                .skip(messages)
                .filter(each -> each.type.equals("error"))
                .map(each -> each.message.path("error").asText())
                .findFirst();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Listener implements WebSocket.Listener {
        private final String room;
        private final List<Seen> seen = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private volatile boolean ended;
        private volatile boolean greeted;

        private Listener(String room) {
            this.room = room;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            ended = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ended = true;
        }

        private void take(String json) {
            JsonNode message;
            try {
                message = JSON.readTree(json);
            } catch (JsonProcessingException e) {
                message = JSON.createObjectNode().put("type", "invalid").put("text", json);
            }
            String type = message.path("type").asText();
            synchronized (seen) {
                Shown before = seen.isEmpty() ? Shown.NOTHING : seen.getLast().shown;
                Shown after = message.path("room").asText().equals(room) ? update(before, type, message) : before;
                seen.add(new Seen(System.nanoTime(), type, after, message));
            }
            greeted |= type.equals("activeCompositions");
        }

        private static Shown update(Shown shown, String type, JsonNode message) {
            List<String> streams = new ArrayList<>();
            message.path("streams").forEach(stream -> streams.add(stream.asText()));
            return switch (type) {
                case "active" -> new Shown(streams, shown.conference, shown.presenter, shown.excluded);
                case "conference" ->
                    new Shown(shown.active, streams, message.path("presenter").asText(), shown.excluded);
                case "excluded" -> new Shown(shown.active, shown.conference, shown.presenter, streams);
                default -> shown;
            };
        }
    }
}
