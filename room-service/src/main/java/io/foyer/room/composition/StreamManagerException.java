package io.foyer.room.composition;

/** The Stream Manager did not do what it was asked for. The message is fit for hosts and holds no token. */
final class StreamManagerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Status of the HTTP answer, 300 or more; 0 when it did not answer, not in time, or with something invalid. */
    private final int status;

    StreamManagerException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** True when nothing can be said about what the Stream Manager made of the request. */
    static boolean isUnanswered(Throwable failure) {
        return failure instanceof StreamManagerException known && known.status == 0;
    }

    /** True when what was asked about does not exist. */
    static boolean isNotFound(Throwable failure) {
        return failure instanceof StreamManagerException known && known.status == 404;
    }
}
