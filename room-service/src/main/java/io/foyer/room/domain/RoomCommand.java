package io.foyer.room.domain;

/** What a host can decide about a room (conference-api.md 5; {@code readmit} and the end of an exclusion are Foyer's own). */
public sealed interface RoomCommand {
    /** The stream it is about. */
    String name();

    /** Lets the stream into the conference. It need not be there yet. */
    record Promote(String name) implements RoomCommand {}

    /** Takes the stream out of the conference. */
    record Demote(String name) implements RoomCommand {}

    /**
     * Bars the stream from the room.
     *
     * @param seconds how long; 0 for until it is readmitted
     * @param reason may be null
     */
    record Exclude(String name, long seconds, String reason) implements RoomCommand {}

    /** Takes an exclusion back. */
    record Readmit(String name) implements RoomCommand {}

    /** Takes back everything that was decided about the stream. */
    record Delete(String name) implements RoomCommand {}

    /** Makes a stream of the conference its presenter. */
    record Present(String name) implements RoomCommand {}

    /** Moves a stream of the conference to this position, counted from 0; beyond the ends means the ends. */
    record Order(String name, int position) implements RoomCommand {}
}
