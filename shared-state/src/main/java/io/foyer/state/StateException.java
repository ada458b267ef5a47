package io.foyer.state;

/** Why shared state could not be read or changed. The message is fit for an operator's log and holds no record. */
public abstract sealed class StateException extends RuntimeException {
    StateException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Redis cannot be reached or did not answer in time; whether a write took effect is not known. */
    public static final class Unavailable extends StateException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Too many changes of one record, or of all, are waiting; nothing was done. */
    public static final class Busy extends StateException {
        public Busy(String message) {
            super(message, null);
        }
    }

    /** What is stored cannot be read as the record it should be. */
    public static final class Unreadable extends StateException {
        public Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
