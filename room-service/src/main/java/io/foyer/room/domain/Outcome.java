package io.foyer.room.domain;

/** What a command came to. Every outcome carries the room as it is now. */
public sealed interface Outcome {
    Room room();

    /** The room is another one now. */
    record Changed(Room room) implements Outcome {}

    /** The room was like that already, or its rules say that nothing happens. */
    record Unchanged(Room room, Reason reason) implements Outcome {}

    /** The command would break a limit. */
    record Refused(Room room, Limit limit) implements Outcome {}

    /** Why nothing happened. */
    enum Reason {
        ALREADY_SO,
        EXCLUDED,
        NOT_IN_CONFERENCE
    }

    /** What there is no more room for. */
    enum Limit {
        STREAMS_PER_ROOM("the room is full: " + Room.MOST_STREAMS + " streams");

        private final String text;

        Limit(String text) {
            this.text = text;
        }

        /** Fit to be shown to a client. */
        public String text() {
            return text;
        }
    }
}
