package io.foyer.room.domain;

import io.foyer.contract.RoomRecord;

/** What a command came to. */
public sealed interface Outcome {
    /** Something else is decided now. */
    record Changed(RoomRecord room) implements Outcome {}

    /** It was like that already, or the rules of the room say that nothing happens. */
    record Unchanged() implements Outcome {}

    /** It would exceed a limit. */
    record Refused(Limit limit) implements Outcome {}

    /** What there is no more room for. */
    enum Limit {
        NAMES("the room is full: it has decisions about " + Room.MAX_NAMES + " names"),
        PROMISES("too many names were promoted that are not there yet");

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
