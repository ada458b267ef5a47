package io.foyer.room.conference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.room.domain.Room;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * What the server says, as JSON text (conference-api.md 6). Lists are always there, empty if need be; a presenter or a
 * screenshare that does not exist is left out, because pages would take a null for a name.
 */
@ApplicationScoped
public class Messages {
    private final ObjectMapper json;

    public Messages(ObjectMapper json) {
        this.json = json;
    }

    public String active(Room room) {
        ObjectNode message = message("active").put("room", room.key().text());
        room.screenshare().ifPresent(name -> message.put("screenshareName", name));
        return text(withNames(message, "streams", room.active()));
    }

    public String excluded(Room room) {
        return text(withNames(message("excluded").put("room", room.key().text()), "streams", room.excluded()));
    }

    public String conference(Room room) {
        ObjectNode message = message("conference");
        room.presenter().ifPresent(name -> message.put("presenter", name));
        message.put("room", room.key().text());
        return text(withNames(message, "streams", room.conference()));
    }

    public String activeCompositions(String room, ArrayNode list) {
        ObjectNode message = message("activeCompositions").put("room", room);
        message.set("list", list);
        return text(message);
    }

    /** The list of streams is of no meaning in a conference and always empty. */
    public String activeStreams() {
        return text(withNames(message("activeStreams"), "list", List.of()));
    }

    public String mixerRegions(List<String> regions) {
        return text(withNames(message("mixerRegions"), "regions", regions));
    }

    public String error(String text) {
        return text(message("error").put("error", text));
    }

    private ObjectNode message(String type) {
        return json.createObjectNode().put("type", type);
    }

    private static ObjectNode withNames(ObjectNode message, String field, List<String> names) {
        ArrayNode list = message.putArray(field);
        names.forEach(list::add);
        return message;
    }

    private String text(ObjectNode message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts could not be written", e);
        }
    }
}
