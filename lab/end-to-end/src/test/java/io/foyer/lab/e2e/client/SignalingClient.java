package io.foyer.lab.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * The signaling of one stream through the proxy, as `signaling.md` section 5 writes it down, without any media behind it.
 * Because no media flows, no data channel opens, and the socket stays the transport for the whole session.
 */
public final class SignalingClient implements AutoCloseable {

    private final JsonSocket socket;
    private final String name;

    private SignalingClient(JsonSocket socket, String name) {
        this.socket = socket;
        this.name = name;
    }

    /**
     * Connects through the proxy to the node and waits until the node has accepted.
     *
     * @throws JsonSocket.Refused when the proxy does not let it through
     */
    public static SignalingClient connect(HttpClient client, URI origin, String node, String scope, String name) {
        SignalingClient signaling = new SignalingClient(open(client, origin, node, scope, name), name);
        signaling.awaitCode("NetConnection.Connect.Success");
        return signaling;
    }

    /** Connects through the proxy to the node, and no more. */
    public static JsonSocket open(HttpClient client, URI origin, String node, String scope, String name) {
        return JsonSocket.open(
                client,
                URI.create(origin.toString().replaceFirst("^http", "ws") + "/streammanager/?id=" + encode(name)
                        + "&host=" + encode(node) + "&app=" + encode(scope)));
    }

    /** Publishes under the name; returns when the node says that the stream has started. */
    public SignalingClient publish() {
        requireFreeName();
        send("{'handleOffer':'%s','transport':'udp','data':{}}".formatted(name), Offer.ofPublisher());
        awaitAnswer();
        endOfCandidates(name);
        awaitCode("NetConnection.ICE.TrickleCompleted");
        socket.send("{'publish':'%s','mode':'live','keyFramerate':3000}".formatted(name));
        awaitText(name + " starting");
        return this;
    }

    /** Joins the conference group; returns when the node has no more to say, which for the SDK means "joined". */
    public SignalingClient joinGroup(String group) {
        requireFreeName();
        send(
                "{'joinGroup':'%s','streamName':'%s','transport':'udp','data':{}}".formatted(group, name),
                Offer.ofParticipant());
        endOfCandidates(awaitAnswer().path("participantId").asText());
        awaitCode("NetConnection.ICE.TrickleCompleted");
        return this;
    }

    /** Ends the stream while the socket is still the transport (`signaling.md` 5.4). */
    public void unpublish() {
        socket.send("{'unpublish':'%s'}".formatted(name));
        awaitText(name + " stopping");
        close();
    }

    /** Leaves the conference group over the socket. */
    public void leaveGroup(String group) {
        socket.send("{'leaveGroup':'%s','streamName':'%s'}".formatted(group, name));
        awaitText("Leaving group " + group);
        close();
    }

    public JsonSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void requireFreeName() {
        socket.send("{'isAvailable':'%s','bundle':true}".formatted(name));
        JsonNode reply = socket.await("whether the name is free", message -> message.has("isAvailable"));
        if (reply.get("isAvailable").asBoolean()) {
            throw new AssertionError("The node says that somebody is live as " + name);
        }
    }

    private void send(String json, String sdp) {
        try {
            ObjectNode message = (ObjectNode) JsonSocket.JSON.readTree(json.replace('\'', '"'));
            ((ObjectNode) message.get("data"))
                    .putObject("sdp")
                    .put("type", "offer")
                    .put("sdp", sdp);
            socket.send(message);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private void endOfCandidates(String who) {
        socket.send("{'handleCandidate':'%s','data':{'candidate':{'type':'candidate','candidate':''}}}".formatted(who));
    }

    private JsonNode awaitAnswer() {
        return awaitData(
                "an SDP answer", data -> "answer".equals(data.at("/sdp/type").asText()));
    }

    private void awaitCode(String code) {
        awaitData(code, data -> code.equals(data.path("code").asText()));
    }

    private void awaitText(String text) {
        awaitData(
                "'" + text + "'",
                data -> text.equalsIgnoreCase(data.path("message").asText()));
    }

    /** An error message of the node ends the wait at once. */
    private JsonNode awaitData(String what, Predicate<JsonNode> passes) {
        JsonNode message = socket.await(what, heard -> passes.test(heard.path("data")) || isError(heard.path("data")));
        if (isError(message.path("data"))) {
            throw new AssertionError("Instead of " + what + " the node said " + message);
        }
        return message.path("data");
    }

    private static boolean isError(JsonNode data) {
        return "error".equals(data.path("type").asText());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
