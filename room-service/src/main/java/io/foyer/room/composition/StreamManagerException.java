package io.foyer.room.composition;

/** The Stream Manager did not do what it was asked for. The message is fit for hosts and holds no token. */
public sealed class StreamManagerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StreamManagerException(String message) {
        super(message, null, false, false);
    }

    /** It did not answer, or not in time, or nothing that makes sense. */
    public static final class Unreachable extends StreamManagerException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }

    /** It said no. */
    public static final class Refused extends StreamManagerException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** Status of the HTTP answer, 300 or more. */
        public int status() {
            return status;
        }

        /** True when what was asked about is not there. */
        boolean notFound() {
            return status == 404;
        }
    }
}
