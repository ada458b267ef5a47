package io.foyer.room.conference;

import io.foyer.room.domain.RoomKey;
import java.util.Optional;

/** What clients of a room are shown that is not the room's own. Both answer at once. */
public interface Surroundings {
    /** The {@code mixerRegions} message, if the regions are known. */
    Optional<String> regions();

    /** The {@code activeCompositions} message for this room. */
    String compositions(RoomKey room);
}
