package io.foyer.room.conference;

import io.foyer.room.domain.RoomKey;

/** Somebody who is connected to a room. Both calls return at once, whatever the state of the connection. */
public interface RoomClient {
    /** The room asked for at connect; it never changes. */
    RoomKey room();

    Role role();

    /** Sends this message as soon as the client can take it, unless a newer one of its kind comes first. */
    void offer(Slot slot, String text);

    /** Tells the client that something it did, or asked for, went wrong. */
    void complain(String text);

    /** What a connection said it is (conference-api.md 3). None of them is a privilege. */
    enum Role {
        GUEST,
        HOST,
        MIXER;

        boolean gets(Slot slot) {
            return this != GUEST || !slot.forHostsOnly();
        }
    }
}
