package io.foyer.registry.http;

import io.foyer.edge.Reason;

/** A request that cannot be granted. The message is shown to the caller and holds no secret. */
public final class ApiException extends RuntimeException {
    private final Reason reason;
    private final String field;

    private ApiException(Reason reason, String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public static ApiException because(Reason reason, String message) {
        return new ApiException(reason, "", message);
    }

    /** @param field of the body, {@code streams[1].name}; the message begins with it */
    static ApiException field(Reason reason, String field, String what) {
        return new ApiException(reason, field, field + " " + what);
    }

    public Reason reason() {
        return reason;
    }

    /** The field of the body that is at fault, or empty. */
    public String field() {
        return field;
    }
}
