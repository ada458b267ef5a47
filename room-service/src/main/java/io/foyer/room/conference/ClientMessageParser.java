package io.foyer.room.conference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** Reads what a client sends. */
@ApplicationScoped
public class ClientMessageParser {
    private static final String NAME_RULE = " must be 1 to 255 letters, digits or _ - . /";

    private final ObjectMapper json;

    public ClientMessageParser(ObjectMapper json) {
        this.json = json;
    }

    public ClientMessage parse(String text) throws NotUnderstood {
        JsonNode body = object(text);
        String type = body.path("type").asText("");
        return switch (type) {
            case "post" -> list(type, body, RoomCommand.Post::new);
            case "delete" -> list(type, body, RoomCommand.Delete::new);
            case "exclude" -> list(type, body, RoomCommand.Exclude::new);
            case "promote" -> list(type, body, RoomCommand.Promote::new);
            case "demote" -> list(type, body, RoomCommand.Demote::new);
            case "presenter" -> list(type, body, RoomCommand.MakePresenter::new);
            case "order" -> order(type, body);
            case "createComposition" -> new ClientMessage.CreateComposition(body);
            case "destroyComposition" -> new ClientMessage.DestroyComposition(name(body, "event"));
            case "getActiveCompositions" -> new ClientMessage.GetActiveCompositions();
            case "getActiveStreams" -> new ClientMessage.GetActiveStreams();
            case "error" -> new ClientMessage.Trouble();
            default -> throw new NotUnderstood("unknown message type");
        };
    }

    private JsonNode object(String text) throws NotUnderstood {
        try {
            JsonNode body = json.readTree(text);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new NotUnderstood("not JSON");
        }
        throw new NotUnderstood("not a JSON object");
    }

    private static ClientMessage list(String type, JsonNode body, Function<String, RoomCommand> command)
            throws NotUnderstood {
        RoomKey room = new RoomKey(name(body, "room"));
        return new ClientMessage.ListCommand(type, room, command.apply(name(body, "streamName")));
    }

    private static ClientMessage order(String type, JsonNode body) throws NotUnderstood {
        JsonNode position = body.path("order");
        if (!position.isIntegralNumber()) {
            throw new NotUnderstood("order must be a whole number");
        }
        int clamped = (int) Math.clamp(position.asDouble(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        return list(type, body, stream -> new RoomCommand.Order(stream, clamped));
    }

    private static String name(JsonNode body, String field) throws NotUnderstood {
        JsonNode value = body.path(field);
        if (!value.isTextual() || !RoomKey.named(value.textValue())) {
            throw new NotUnderstood(field + NAME_RULE);
        }
        return value.textValue();
    }
}
