package io.foyer.room.runtime;

import io.foyer.contract.CompositionRecord;
import io.foyer.room.domain.RoomView;
import java.util.List;

/**
 * All that the clients of a room can see.
 *
 * @param compositions of the conference, oldest first
 * @param mixerConnected whether a mixing page is connected to the room
 * @param regions where compositions can be made; null while that is not known
 */
public record Scene(
        RoomView room, List<CompositionRecord> compositions, boolean mixerConnected, List<String> regions) {}
