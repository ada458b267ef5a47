package io.foyer.room.attendance;

import io.foyer.contract.Presence;
import io.foyer.name.Scope;
import io.foyer.state.Table;

/**
 * What one replica of room-service observes of its clients in a room: that one of them posted a name, or that a mixing page
 * is connected. It ends with the replica's lease.
 *
 * @param owner the replica's lease
 * @param room scope
 * @param name of the stream; empty for a mixing page
 * @param withdrawn ended because a host said so, not because its client left
 */
public record RoomFact(String owner, String room, String name, Presence presence, boolean withdrawn) {
    /** Facts of one conference are one partition. */
    public static final Table<RoomFact> TABLE = Table.grouped(
            "room-facts", RoomFact.class, id -> new Scope(roomOf(id)).base().text());

    /** The key of the record. No name has a bar in it. */
    static String id(String owner, String room, String name) {
        return owner + "|" + room + "|" + name;
    }

    private static String roomOf(String id) {
        int bar = id.indexOf('|');
        return id.substring(bar + 1, id.indexOf('|', bar + 1));
    }

    String id() {
        return id(owner, room, name);
    }
}
