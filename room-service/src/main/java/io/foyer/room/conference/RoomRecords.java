package io.foyer.room.conference;

import io.foyer.contract.RoomRecord;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomKey;
import java.util.Optional;

/** A room as it is stored. */
public final class RoomRecords {
    private RoomRecords() {}

    /** The room that was stored, or the empty one. */
    public static Room room(RoomKey key, Optional<RoomRecord> stored) {
        return stored.map(record -> new Room(
                        key,
                        record.active(),
                        record.excluded(),
                        record.conference(),
                        Optional.ofNullable(record.presenter())))
                .orElseGet(() -> Room.empty(key));
    }

    public static RoomRecord record(Room room) {
        return new RoomRecord(
                room.key().text(),
                room.active(),
                room.excluded(),
                room.conference(),
                room.presenter().orElse(null));
    }
}
