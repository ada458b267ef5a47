package io.foyer.name;

/** A text that is not a name of a room or a stream. The message is fit for the client that sent it, and names the part. */
public final class BadName extends Exception {
    private static final long serialVersionUID = 1L;

    /** Id of this refusal at every edge: on the wire, in metrics and in the docs. */
    public static final String ID = "bad-name";

    public BadName(String message) {
        super(message, null, false, false);
    }
}
