package io.foyer.room.runtime;

import io.foyer.edge.Reason;

/** A message of a client that cannot be carried out. The text is fit for the client. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public Refusal(Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
