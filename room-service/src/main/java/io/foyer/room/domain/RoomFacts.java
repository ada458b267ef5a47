package io.foyer.room.domain;

import io.foyer.contract.Presence;
import java.util.List;
import java.util.Optional;

/** What is known about who is in a room right now. */
public interface RoomFacts {
    /** Names that are live or posted in this room, in order of their start. */
    List<String> active();

    /** Whether the name is in the conference of the room, in the room or in its waiting room, or was a moment ago. */
    Optional<Presence> presence(String name);
}
