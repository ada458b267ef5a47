package io.foyer.room.conference;

import io.foyer.state.StateException;

/** What clients are told when shared state fails them. */
public final class Failures {
    private Failures() {}

    /** Fit to be shown to a client. */
    public static String text(Throwable failure) {
        return switch (failure) {
            case StateException.Unavailable away -> "the room cannot be changed right now; try again in a moment";
            case StateException.Busy busy -> "too many changes at once; try again in a moment";
            default -> "the change failed";
        };
    }
}
