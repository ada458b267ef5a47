package io.foyer.room.domain;

import io.foyer.contract.RoomRecord;
import io.foyer.edge.Reason;

/** What a command came to. */
public sealed interface Outcome {
    /** Something else is decided now. */
    record Changed(RoomRecord room) implements Outcome {}

    /** It was like that already, or the rules of the room say that nothing happens. */
    record Unchanged() implements Outcome {}

    /** It would exceed a limit. The text is fit to be shown to a client. */
    record Refused(Reason reason, String text) implements Outcome {}
}
