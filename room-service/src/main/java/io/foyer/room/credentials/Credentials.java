package io.foyer.room.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.name.BadName;
import io.foyer.name.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

    static Credentials read(byte[] body, ObjectMapper json) {
        JsonNode asked = tree(body == null ? "" : decoded(body), json);
        String token = text(asked, "token");
        return new Credentials(
                text(asked, "type"),
                text(asked, "username"),
                text(asked, "password"),
                text(asked, "streamID"),
                token,
                room(tree(token, json)));
    }

    boolean complete() {
        return !username.isEmpty() && !password.isEmpty();
    }

    boolean publisher() {
        return type.equals("publisher");
    }

    /** Nodes send ISO-8859-1 without saying so; everybody else sends UTF-8. What is valid UTF-8 is taken for that. */
    private static String decoded(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private static JsonNode tree(String text, ObjectMapper json) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }

    private static Optional<Scope> room(JsonNode token) {
        try {
            return Optional.of(Scope.of(text(token, "room")));
        } catch (BadName e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    @Override
    public String toString() {
        return "Credentials[type=" + type + ", stream=" + stream + "]";
    }
}
