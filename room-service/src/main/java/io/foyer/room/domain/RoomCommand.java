package io.foyer.room.domain;

/**
 * What can be asked of a room. The first seven come from clients (conference-api.md 5), the others from what the nodes
 * report about streams (7).
 */
public sealed interface RoomCommand {
    /** The stream it is about. */
    String stream();

    /** A client says that it publishes the stream. */
    record Post(String stream) implements RoomCommand {}

    /** Takes the stream out of every list; this lifts a ban too. */
    record Delete(String stream) implements RoomCommand {}

    /** Bars the stream from the room. */
    record Exclude(String stream) implements RoomCommand {}

    /** Lets the stream into the conference. It need not be active. */
    record Promote(String stream) implements RoomCommand {}

    /** Takes the stream out of the conference. */
    record Demote(String stream) implements RoomCommand {}

    /** Makes a stream of the conference its presenter. */
    record MakePresenter(String stream) implements RoomCommand {}

    /** Moves a stream of the conference to this position, counted from 0; beyond the ends means the ends. */
    record Order(String stream, int position) implements RoomCommand {}

    /** A node has the stream now. */
    record Publish(String stream) implements RoomCommand {}

    /**
     * No node has the stream any more.
     *
     * @param endsBans whether the bans of the room end if nothing is left active
     */
    record Unpublish(String stream, boolean endsBans) implements RoomCommand {}

    /** The stream left the waiting room for good: if it never arrived in the conference it loses its place there. */
    record GiveUpPlace(String stream) implements RoomCommand {}
}
