package io.foyer.proxy.tunnel;

import io.foyer.edge.Reason;

/** A handshake that came to nothing. Made for its type, so it carries no stack trace. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /** @param detail for the log; holds nothing that a client sent */
    RefusedException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
