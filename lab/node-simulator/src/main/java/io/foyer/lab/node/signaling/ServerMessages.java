package io.foyer.lab.node.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the node says, exactly as the SDK recognises it (signaling.md, 4.2 to 4.4). */
public final class ServerMessages {
    public static final String CHANNEL_LABEL = "red5pro";

    private final ObjectMapper json;

    public ServerMessages(ObjectMapper json) {
        this.json = json;
    }

    /** Carries no {@code message}: with one the SDK would not see the connection as established. */
    public String connectSuccess() {
        return status("NetConnection.Connect.Success", null);
    }

    public String connectRejected() {
        ObjectNode root = json.createObjectNode();
        root.putObject("data").put("type", "error").put("code", "NetConnection.Connect.Rejected");
        return text(root);
    }

    public String error(String message, String detail) {
        ObjectNode root = json.createObjectNode();
        root.putObject("data").put("type", "error").put("message", message).put("detail", detail);
        return text(root);
    }

    public String available(boolean available) {
        return "{\"isAvailable\":" + available + "}";
    }

    public String offer(String sdp) {
        return text(description("offer", sdp));
    }

    public String answer(String sdp) {
        return text(description("answer", sdp));
    }

    /** The participant renames itself to the id; without it its session breaks. */
    public String conferenceAnswer(String sdp, String participantId) {
        ObjectNode root = description("answer", sdp);
        root.withObject("/data").put("participantId", participantId);
        return text(root);
    }

    public String candidate(String mid, int index, String candidate) {
        ObjectNode root = json.createObjectNode();
        root.putObject("data")
                .put("type", "candidate")
                .putObject("candidate")
                .put("sdpMid", mid)
                .put("sdpMLineIndex", index)
                .put("candidate", candidate);
        return text(root);
    }

    public String trickleCompleted() {
        return status("NetConnection.ICE.TrickleCompleted", null);
    }

    public String channelAvailable() {
        ObjectNode root = json.createObjectNode();
        root.putObject("data")
                .put("type", "status")
                .put("code", "NetConnection.DataChannel.Available")
                .put("description", CHANNEL_LABEL);
        return text(root);
    }

    public String publishStarting(String name) {
        return status("NetStream.Publish.Start", name + " starting");
    }

    public String playStarting(String name) {
        return status("NetStream.Play.Start", name + " starting");
    }

    public String stopping(String name) {
        return status("NetStream.Unpublish.Success", name + " stopping");
    }

    public String leaving(String group) {
        return status("NetStream.Unpublish.Success", "Leaving group " + group);
    }

    public String unpublishNotify() {
        return status("NetStream.Play.UnpublishNotify", null);
    }

    /** The badge for muted media: {@code Video/Audio}, {@code Video}, {@code Audio} or {@code Empty}. */
    public String streamingMode(boolean audio, boolean video) {
        String mode = audio ? video ? "Video/Audio" : "Audio" : video ? "Video" : "Empty";
        return "{\"type\":\"metadata\",\"data\":{\"streamingMode\":\"" + mode + "\"}}";
    }

    public String send(JsonNode content, String sender) {
        ObjectNode root = json.createObjectNode();
        root.set("send", content);
        return text(root.put("senderName", sender).put("dcLabel", CHANNEL_LABEL));
    }

    public String callRefused(String id) {
        ObjectNode root = json.createObjectNode();
        return text(root.put("async", true).put("id", id).put("error", "This node has no such method"));
    }

    private String status(String code, String message) {
        ObjectNode root = json.createObjectNode();
        ObjectNode data = root.putObject("data").put("type", "status").put("code", code);
        if (message != null) {
            data.put("message", message);
        }
        return text(root);
    }

    private ObjectNode description(String type, String sdp) {
        ObjectNode root = json.createObjectNode();
        root.putObject("data").putObject("sdp").put("type", type).put("sdp", sdp);
        return root;
    }

    private String text(ObjectNode root) {
        try {
            return json.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
