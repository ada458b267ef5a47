package io.foyer.room.conference;

import io.foyer.room.domain.RoomKey;
import java.util.Map;

/** Somebody who is connected to a room. The calls return at once, whatever the state of the connection. */
public interface RoomClient {
    /** The room asked for at connect; it never changes. */
    RoomKey room();

    Role role();

    /**
     * Sends these messages as soon as the client can take them, in the order of their kinds and with nothing in between,
     * unless newer ones of their kinds come first.
     */
    void offer(Map<Slot, String> texts);

    default void offer(Slot slot, String text) {
        offer(Map.of(slot, text));
    }

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
