package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.name.Names;
import io.foyer.name.Scope;
import io.foyer.room.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A composition that a host asks for, checked (conference-api.md 8). Whatever digest the host sent, upstream gets the
 * configured token.
 *
 * @param room where its composite will appear: the path of the mixer that forwards to no other
 */
record CompositionRequest(String event, boolean transcode, JsonNode mixers, JsonNode location, Scope room) {
    private static final int MAX_MIXERS = 64;

    /** The first rule that is broken is named in the failure. */
    static CompositionRequest read(JsonNode body) throws Refusal {
        for (String field : List.of("event", "transcodeComposition", "digest", "mixers", "location")) {
            require(body.hasNonNull(field), "createComposition needs " + field);
        }
        JsonNode event = body.get("event");
        JsonNode mixers = body.get("mixers");
        JsonNode location = body.get("location");
        require(event.isTextual() && fitForAnAddress(event.textValue()), "event must be a name");
        require(body.get("transcodeComposition").isBoolean(), "transcodeComposition must be true or false");
        require(mixers.isArray() && !mixers.isEmpty(), "mixers must be a list of at least one mixer");
        require(mixers.size() <= MAX_MIXERS, "mixers must be at most " + MAX_MIXERS);
        require(!body.get("digest").asText("").isEmpty(), "digest must not be empty");
        require(
                location.isArray() && location.size() == 1 && location.get(0).isTextual(),
                "location must be a list of one region");
        JsonNode last = last(mixers);
        Scope room = room(last.path("path").asText(""));
        return new CompositionRequest(
                event.textValue(), body.get("transcodeComposition").booleanValue(), mixers, location, room);
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

    private static JsonNode last(JsonNode mixers) throws Refusal {
        List<JsonNode> last = new ArrayList<>();
        mixers.forEach(mixer -> {
            JsonNode destination = mixer.path("destinationMixerName");
            if (destination.isTextual() && destination.textValue().isEmpty()) {
                last.add(mixer);
            }
        });
        require(!last.isEmpty(), "one mixer must have an empty destinationMixerName; none has");
        require(last.size() == 1, "only one mixer may have an empty destinationMixerName; " + last.size() + " have");
        return last.getFirst();
    }

    private static void require(boolean met, String text) throws Refusal {
        if (!met) {
            throw new Refusal(Reason.INVALID_REQUEST, text);
        }
    }

    ObjectNode body(ObjectMapper json, String token) {
        ObjectNode body = json.createObjectNode()
                .put("event", event)
                .put("transcodeComposition", transcode)
                .put("digest", token);
        body.set("mixers", mixers);
        body.set("location", location);
        return body;
    }
}
