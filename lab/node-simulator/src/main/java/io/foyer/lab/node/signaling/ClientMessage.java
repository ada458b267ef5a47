package io.foyer.lab.node.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a client says, recognised by its first property (signaling.md, 4.1). */
public sealed interface ClientMessage {
    /** @param publisher the asker wants to publish under the name, so the good answer is {@code false} */
    record IsAvailable(String name, boolean publisher) implements ClientMessage {}

    record HandleOffer(String name, String sdp) implements ClientMessage {}

    record JoinGroup(String group, String streamName, String sdp) implements ClientMessage {}

    record RequestOffer(String name, boolean dataChannel, String videoEncoding) implements ClientMessage {}

    record HandleAnswer(String name, String sdp) implements ClientMessage {}

    /** @param mid empty when the browser left it out */
    record HandleCandidate(String mid, int index, String candidate) implements ClientMessage {}

    record EndOfCandidates() implements ClientMessage {}

    record Publish(String name) implements ClientMessage {}

    record Subscribe(String name) implements ClientMessage {}

    record Unpublish(String name) implements ClientMessage {}

    record LeaveGroup(String group, String participantId) implements ClientMessage {}

    /** A part that is null was not mentioned. */
    record Mute(Boolean audio, Boolean video) implements ClientMessage {}

    record Send(JsonNode content) implements ClientMessage {}

    record CallAdapter(String id) implements ClientMessage {}

    record SwitchChannel(String label) implements ClientMessage {}

    record RemoteLog() implements ClientMessage {}

    record Unknown(String first) implements ClientMessage {}

    record Malformed() implements ClientMessage {}

    /** Never throws: what cannot be read is {@link Malformed} or {@link Unknown}. */
    static ClientMessage parse(ObjectMapper json, String text) {
        JsonNode root;
        try {
            root = json.readTree(text);
        } catch (JsonProcessingException notJson) {
            return new Malformed();
        }
        if (root == null || !root.isObject() || root.isEmpty()) {
            return new Malformed();
        }
        String first = root.fieldNames().next();
        JsonNode value = root.get(first);
        String sdp = root.path("data").path("sdp").path("sdp").asText("");
        return switch (first) {
            case "isAvailable" ->
                new IsAvailable(value.asText(), root.path("bundle").asBoolean(false));
            case "handleOffer" -> new HandleOffer(value.asText(), sdp);
            case "joinGroup" ->
                new JoinGroup(value.asText(), root.path("streamName").asText(), sdp);
            case "requestOffer" ->
                new RequestOffer(
                        value.asText(),
                        root.path("datachannel").asBoolean(false),
                        root.path("videoEncoding").asText(""));
            case "handleAnswer" -> new HandleAnswer(value.asText(), sdp);
            case "handleCandidate" -> candidate(root.path("data").path("candidate"));
            case "publish" -> new Publish(value.asText());
            case "subscribe" -> new Subscribe(value.asText());
            case "unpublish" -> new Unpublish(value.asText());
            case "leaveGroup" ->
                new LeaveGroup(value.asText(), root.path("streamName").asText());
            case "mute" -> new Mute(flag(value, "muteAudio"), flag(value, "muteVideo"));
            case "send" -> new Send(value);
            case "callAdapter" -> new CallAdapter(root.path("id").asText());
            case "switchChannel" -> new SwitchChannel(value.asText());
            case "log" -> new RemoteLog();
            default -> new Unknown(first);
        };
    }

    private static ClientMessage candidate(JsonNode candidate) {
        String text = candidate.path("candidate").asText("");
        return text.isEmpty()
                ? new EndOfCandidates()
                : new HandleCandidate(
                        candidate.path("sdpMid").asText(""),
                        candidate.path("sdpMLineIndex").asInt(0),
                        text);
    }

    private static Boolean flag(JsonNode value, String key) {
        return value.has(key) ? value.get(key).asBoolean() : null;
    }
}
