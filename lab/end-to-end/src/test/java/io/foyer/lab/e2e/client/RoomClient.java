package io.foyer.lab.e2e.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;

/**
 * A page's connection to one room, as `conference-api.md` sections 3 to 7 describe it: the newest list of each kind, and
 * the commands of a host.
 */
public final class RoomClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final JsonSocket socket;
    private final String room;

    private RoomClient(JsonSocket socket, String room) {
        this.socket = socket;
        this.room = room;
    }

    /** Joins `room` (such as `live/room1`) as a page that wants conference lists too. */
    public static RoomClient join(HttpClient client, URI origin, String room) {
        URI address = URI.create(
                origin.toString().replaceFirst("^http", "ws") + "/?testbed=conference&room=" + room + "&host=true");
        return new RoomClient(JsonSocket.open(client, address), room);
    }

    public JsonSocket socket() {
        return socket;
    }

    /** The streams in the newest `active` of this room. */
    public List<String> active() {
        return streams(newest("active"));
    }

    /** The streams in the newest `conference` of this room. */
    public List<String> conference() {
        return streams(newest("conference"));
    }

    /** The presenter in the newest `conference`, or an empty text. */
    public String presenter() {
        return newest("conference").path("presenter").asText("");
    }

    /** The newest message of a type, a missing node before the first. */
    public JsonNode newest(String type) {
        List<JsonNode> heard = socket.heard();
        for (JsonNode message : heard.reversed()) {
            if (isOf(message, type)) {
                return message;
            }
        }
        return MissingNode.getInstance();
    }

    public void promote(String streamName) {
        command("promote", room, streamName);
    }

    public void demote(String streamName) {
        command("demote", room, streamName);
    }

    public void present(String streamName) {
        command("presenter", room, streamName);
    }

    public void exclude(String streamName) {
        command("exclude", room, streamName);
    }

    /** A command about any room, for the pages send some of them over another room's socket. */
    public void command(String type, String aboutRoom, String streamName) {
        ObjectNode message = JsonSocket.JSON.createObjectNode();
        socket.send(message.put("type", type).put("room", aboutRoom).put("streamName", streamName));
    }

    /** The conference list in the answer to a command; a command is answered with the lists even when it changes nothing. */
    public List<String> conferenceAfter(Runnable command) {
        int before = socket.heard().size();
        command.run();
        return streams(socket.awaitAfter(before, "a conference list", message -> isOf(message, "conference")));
    }

    public void awaitActive(String... names) {
        awaitThat("the active list of " + room + " to be " + List.of(names), () -> active().equals(List.of(names)));
    }

    public void awaitConference(String... names) {
        awaitThat("the conference of " + room + " to be " + List.of(names), () -> conference()
                .equals(List.of(names)));
    }

    public void awaitPresenter(String name) {
        awaitThat(
                "the presenter of " + room + " to be " + name, () -> presenter().equals(name));
    }

    /** Waits for a condition on the lists, and says what they were when it does not come true. */
    public void awaitThat(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .conditionEvaluationListener(new LastWords(this))
                .until(condition);
    }

    /** What this client knows, for the report of a failure. */
    public String describe() {
        return "%s: active=%s conference=%s presenter=%s compositions=%s open=%s"
                .formatted(
                        room,
                        active(),
                        conference(),
                        presenter(),
                        newest("activeCompositions").path("list"),
                        socket.isOpen());
    }

    @Override
    public void close() {
        socket.close();
    }

    private static boolean isOf(JsonNode message, String type) {
        return type.equals(message.path("type").asText());
    }

    private static List<String> streams(JsonNode message) {
        return StreamSupport.stream(message.path("streams").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
