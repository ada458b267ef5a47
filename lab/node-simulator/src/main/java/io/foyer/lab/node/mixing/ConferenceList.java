package io.foyer.lab.node.mixing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is in the conference, as the room backend's {@code conference} message says.
 *
 * @param streams in the order of the message, at most {@link Layout#LIMIT}
 * @param presenter empty when there is none
 */
public record ConferenceList(List<String> streams, String presenter) {
    public static final ConferenceList NOBODY = new ConferenceList(List.of(), "");

    /** Empty for every other message and for other rooms. */
    public static Optional<ConferenceList> parse(ObjectMapper json, String text, String room) {
        JsonNode message;
        try {
            message = json.readTree(text);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
        if (message == null
                || !"conference".equals(message.path("type").asText())
                || !room.equals(message.path("room").asText(room))) {
            return Optional.empty();
        }
        List<String> streams = new ArrayList<>();
        for (JsonNode stream : message.path("streams")) {
            if (streams.size() < Layout.LIMIT && !streams.contains(stream.asText())) {
                streams.add(stream.asText());
            }
        }
        String presenter = message.path("presenter").asText("");
        return Optional.of(new ConferenceList(List.copyOf(streams), streams.contains(presenter) ? presenter : ""));
    }
}
