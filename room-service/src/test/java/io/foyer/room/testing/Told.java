package io.foyer.room.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** A message, or a part of one, as a client reads it. */
public record Told(JsonNode json) {
    static final ObjectMapper JSON = new ObjectMapper();

    public static Told of(String text) {
        try {
            return new Told(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What every message begins with. */
    static String type(String message) {
        return of(message).text("type");
    }

    /** Null when it is not there. */
    public String text(String field) {
        return json.path(field).asText(null);
    }

    public List<String> names(String field) {
        List<String> names = new ArrayList<>();
        json.path(field).forEach(name -> names.add(name.asText()));
        return names;
    }

    public boolean is(String field) {
        return json.path(field).asBoolean();
    }

    public Told first(String field) {
        return new Told(json.path(field).path(0));
    }
}
