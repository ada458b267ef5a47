package io.foyer.room.conference;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;

/** What a client says (conference-api.md 5), understood but not yet allowed. */
public sealed interface ClientMessage {
    /** The word counted in metrics. */
    String type();

    /** A change of the lists of a room. */
    record ListCommand(String type, RoomKey room, RoomCommand command) implements ClientMessage {}

    /** Asks for a composition; its content is not looked at yet. */
    record CreateComposition(JsonNode body) implements ClientMessage {
        @Override
        public String type() {
            return "createComposition";
        }
    }

    record DestroyComposition(String event) implements ClientMessage {
        @Override
        public String type() {
            return "destroyComposition";
        }
    }

    record GetActiveCompositions() implements ClientMessage {
        @Override
        public String type() {
            return "getActiveCompositions";
        }
    }

    record GetActiveStreams() implements ClientMessage {
        @Override
        public String type() {
            return "getActiveStreams";
        }
    }

    /** A client tells of trouble of its own. */
    record Trouble() implements ClientMessage {
        @Override
        public String type() {
            return "error";
        }
    }
}
