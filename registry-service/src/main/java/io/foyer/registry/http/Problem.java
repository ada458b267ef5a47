package io.foyer.registry.http;

import java.util.Locale;

/** What may go wrong for a caller, and the HTTP status it gets. Lower case, it is the metric label. */
public enum Problem {
    /** A field, parameter or path is not what it has to be; the message names it. */
    INVALID_REQUEST(400),
    /** No node, or not enough nodes, can take it now. */
    NO_NODE(400),
    /** The conference cannot be joined yet; ask again. */
    NOT_YET(400),
    /** It exists already. */
    DUPLICATE(400),
    /** The token or key is missing or wrong. */
    UNAUTHORIZED(401),
    /** There is no such thing, or the stream is not live. */
    NOT_FOUND(404),
    /** The node's address belongs to another live node. */
    ADDRESS_TAKEN(409),
    /** Redis is away; nothing was changed. */
    STATE_UNAVAILABLE(503),
    /** Too much at once, or as many as may be. */
    BUSY(503),
    INTERNAL(500);

    private final int status;

    Problem(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public ApiException because(String message) {
        return new ApiException(this, message);
    }
}
