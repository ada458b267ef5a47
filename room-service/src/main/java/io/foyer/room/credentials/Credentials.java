package io.foyer.room.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.name.BadName;
import io.foyer.name.Scope;
import java.util.Optional;

/**
 * What a node asks about somebody who wants to publish or subscribe (conference-api.md 2.2). It never shows its secrets
 * as text.
 *
 * @param type {@code publisher} or {@code subscriber}; whatever the node said
 * @param stream name without a scope
 * @param token empty when the client sent none
 * @param room the room, when the token is the JSON text of the mixer page, which is the only place that names one
 */
public record Credentials(
        String type, String username, String password, String stream, String token, Optional<Scope> room) {

    static Credentials read(JsonNode body, ObjectMapper json) {
        String token = text(body, "token");
        return new Credentials(
                text(body, "type"),
                text(body, "username"),
                text(body, "password"),
                text(body, "streamID"),
                token,
                room(token, json));
    }

    boolean publisher() {
        return type.equals("publisher");
    }

    private static Optional<Scope> room(String token, ObjectMapper json) {
        if (!token.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Scope.of(text(json.readTree(token), "room")));
        } catch (JsonProcessingException | BadName e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    @Override
    public String toString() {
        return "Credentials[type=" + type + ", stream=" + stream + "]";
    }
}
