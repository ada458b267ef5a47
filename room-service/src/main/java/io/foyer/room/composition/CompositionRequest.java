package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.name.Names;
import io.foyer.name.Scope;
import io.foyer.room.runtime.Refusal;
import java.util.List;
import java.util.stream.Stream;

/**
 * A composition that a host asks for, checked (conference-api.md 8).
 *
 * @param room where its composite will appear: the path of the mixer that forwards to no other
 * @param body for the Stream Manager, without a digest: whatever the host sent, it gets the configured token
 */
record CompositionRequest(String event, Scope room, ObjectNode body) {
    private static final int MAX_MIXERS = 64;
    private static final List<String> FIELDS = List.of("event", "transcodeComposition", "digest", "mixers", "location");

    /** The first rule that is broken is named in the failure. */
    static CompositionRequest read(JsonNode asked) throws Refusal {
        for (String field : FIELDS) {
            require(asked.hasNonNull(field), "createComposition needs " + field);
        }
        JsonNode event = asked.get("event");
        JsonNode mixers = asked.get("mixers");
        JsonNode location = asked.get("location");
        require(event.isTextual() && fitForAnAddress(event.textValue()), "event must be a name");
        require(asked.get("transcodeComposition").isBoolean(), "transcodeComposition must be true or false");
        require(mixers.isArray() && !mixers.isEmpty(), "mixers must be a list of at least one mixer");
        require(mixers.size() <= MAX_MIXERS, "mixers must be at most " + MAX_MIXERS);
        require(!asked.get("digest").asText("").isEmpty(), "digest must not be empty");
        require(
                location.isArray() && location.size() == 1 && location.get(0).isTextual(),
                "location must be a list of one region");
        List<JsonNode> last = mixers.valueStream()
                .filter(mixer -> "".equals(mixer.path("destinationMixerName").textValue()))
                .toList();
        require(!last.isEmpty(), "one mixer must have an empty destinationMixerName; none has");
        require(last.size() == 1, "only one mixer may have an empty destinationMixerName; " + last.size() + " have");
        Scope room = room(last.getFirst().path("path").asText(""));
        ObjectNode body = asked.<ObjectNode>deepCopy().retain(FIELDS).without(List.of("digest"));
        return new CompositionRequest(event.textValue(), room, body);
    }

    private static Scope room(String path) throws Refusal {
        try {
            return Scope.of(path);
        } catch (BadName e) {
            throw new Refusal(Reason.BAD_NAME, "path of the last mixer must name a room: " + e.getMessage());
        }
    }

    /** It becomes part of an address of the Stream Manager, and must not lead elsewhere there. */
    private static boolean fitForAnAddress(String event) {
        return Stream.of(event.split("/", -1)).allMatch(Names::isName);
    }

    private static void require(boolean met, String text) throws Refusal {
        if (!met) {
            throw new Refusal(Reason.INVALID_REQUEST, text);
        }
    }

    ObjectNode body(String token) {
        return body.deepCopy().put("digest", token);
    }
}
