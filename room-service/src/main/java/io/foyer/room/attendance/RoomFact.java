package io.foyer.room.attendance;

import io.foyer.contract.Presence;
import io.foyer.name.Guid;
import io.foyer.name.Scope;
import io.foyer.state.Table;

/**
 * What one replica of room-service observes of its clients in a room: that one of them posted a name, or that a mixing page
 * is connected. It ends with the replica's lease.
 *
 * @param owner the replica's lease
 * @param room scope
 * @param name of the stream; {@link #MIXER} for a mixing page
 * @param withdrawn ended because a host said so, not because its client left
 */
public record RoomFact(String owner, String room, String name, Presence presence, boolean withdrawn) {
    /** No stream has this name. */
    static final String MIXER = "";

    /** Facts of one conference are one partition. */
    public static final Table<RoomFact> TABLE =
            Table.grouped("room-facts", RoomFact.class, id -> new Scope(id.split("\\|", -1)[1])
                    .base()
                    .text());

    /** The key of the record. No name has a bar in it. */
    static String id(String owner, Guid stream) {
        return owner + "|" + stream.scope() + "|" + stream.name();
    }

    Guid stream() {
        return new Guid(new Scope(room), name);
    }

    boolean lasts() {
        return presence.lasts();
    }

    boolean endedBefore(long millis) {
        return !lasts() && presence.endedAt() < millis;
    }

    RoomFact ended(long now, boolean byHost) {
        return lasts() ? new RoomFact(owner, room, name, presence.ended(now), byHost) : this;
    }
}
