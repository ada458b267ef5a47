package io.foyer.proxy.tunnel;

import io.foyer.proxy.domain.request.Refusal;

/** A handshake that came to nothing. Made for its type, so it carries no stack trace. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final Refusal refusal;

    /** @param detail for the log; holds nothing that a client sent */
    RefusedException(Refusal refusal, String detail) {
        super(detail, null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
