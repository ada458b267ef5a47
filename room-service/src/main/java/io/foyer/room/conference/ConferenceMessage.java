package io.foyer.room.conference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.name.Names;
import io.foyer.name.Scope;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.runtime.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a client says (conference-api.md 5), understood but not yet allowed. */
sealed interface ConferenceMessage {
    int MAX_DOCUMENTS = 8;
    int MAX_REASON = 200;
    long MAX_SECONDS = 10L * 365 * 24 * 3600;

    /** The word counted in metrics. */
    String type();

    /** A decision about a room. */
    record Decide(String type, Scope room, RoomCommand command) implements ConferenceMessage {}

    /** The client says that it publishes this. */
    record Post(String type, Scope room, String name) implements ConferenceMessage {}

    /** Asks for a composition; its content is not looked at yet. */
    record CreateComposition(String type, JsonNode body) implements ConferenceMessage {}

    record DestroyComposition(String type, String event) implements ConferenceMessage {}

    /** What needs nothing but its type. */
    record Plain(String type) implements ConferenceMessage {}

    /** All documents of one frame, or a refusal of the whole frame. */
    static List<ConferenceMessage> read(String text, ObjectReader json) throws Refusal {
        List<ConferenceMessage> messages = new ArrayList<>(1);
        try (MappingIterator<JsonNode> documents = json.readValues(text)) {
            while (documents.hasNextValue()) {
                if (messages.size() == MAX_DOCUMENTS) {
                    throw new Refusal(Reason.NOT_JSON, "a frame has at most " + MAX_DOCUMENTS + " documents");
                }
                messages.add(read(documents.nextValue()));
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(Reason.NOT_JSON, "not JSON");
        } catch (IOException e) {
            throw new IllegalStateException("a text cannot fail to be read", e);
        }
        if (messages.isEmpty()) {
            throw new Refusal(Reason.NOT_JSON, "not JSON");
        }
        return messages;
    }

    private static ConferenceMessage read(JsonNode body) throws Refusal {
        if (!body.isObject()) {
            throw new Refusal(Reason.NOT_JSON, "not a JSON object");
        }
        String type = body.path("type").asText("");
        return switch (type) {
            case "post" -> new Post(type, room(body), name(body));
            case "delete" -> decide(type, body, RoomCommand.Delete::new);
            case "readmit" -> decide(type, body, RoomCommand.Readmit::new);
            case "promote" -> decide(type, body, RoomCommand.Promote::new);
            case "demote" -> decide(type, body, RoomCommand.Demote::new);
            case "presenter" -> decide(type, body, RoomCommand.Present::new);
            case "exclude" -> exclude(body);
            case "order" -> order(body);
            case "createComposition" -> new CreateComposition(type, body);
            case "destroyComposition" -> new DestroyComposition(type, event(body));
            case "getActiveCompositions", "getActiveStreams", "ping", "pong", "error" -> new Plain(type);
            default -> throw new Refusal(Reason.UNKNOWN_TYPE, "unknown message type");
        };
    }

    private static ConferenceMessage decide(String type, JsonNode body, Function<String, RoomCommand> command)
            throws Refusal {
        return new Decide(type, room(body), command.apply(name(body)));
    }

    private static ConferenceMessage exclude(JsonNode body) throws Refusal {
        JsonNode seconds = body.path("seconds");
        if (!seconds.isMissingNode()
                && !(seconds.isIntegralNumber() && seconds.canConvertToLong() && seconds.longValue() >= 0)) {
            throw new Refusal(Reason.INVALID_REQUEST, "seconds must be a whole number, 0 for no end");
        }
        JsonNode reason = body.path("reason");
        if (!reason.isMissingNode()
                && !(reason.isTextual() && reason.textValue().length() <= MAX_REASON)) {
            throw new Refusal(Reason.INVALID_REQUEST, "reason must be a text of at most " + MAX_REASON + " characters");
        }
        long bounded = Math.min(MAX_SECONDS, seconds.asLong());
        return decide("exclude", body, name -> new RoomCommand.Exclude(name, bounded, reason.textValue()));
    }

    private static ConferenceMessage order(JsonNode body) throws Refusal {
        JsonNode position = body.path("order");
        if (!position.isIntegralNumber()) {
            throw new Refusal(Reason.INVALID_REQUEST, "order must be a whole number");
        }
        int clamped = (int) Math.clamp(position.asDouble(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        return decide("order", body, name -> new RoomCommand.Order(name, clamped));
    }

    private static Scope room(JsonNode body) throws Refusal {
        try {
            return Scope.of(body.path("room").textValue());
        } catch (BadName e) {
            throw new Refusal(Reason.BAD_NAME, "room: " + e.getMessage());
        }
    }

    private static String name(JsonNode body) throws Refusal {
        try {
            return Names.name(body.path("streamName").textValue());
        } catch (BadName e) {
            throw new Refusal(Reason.BAD_NAME, "streamName: " + e.getMessage());
        }
    }

    /** The name of an event may be a path. */
    private static String event(JsonNode body) throws Refusal {
        String event = body.path("event").textValue();
        if (event == null || event.isBlank() || event.length() > 255) {
            throw new Refusal(Reason.BAD_NAME, "event must be a name");
        }
        return event;
    }
}
