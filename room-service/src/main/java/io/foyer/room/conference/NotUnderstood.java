package io.foyer.room.conference;

/** What a client sent is no message of the protocol. The text is for that client and repeats nothing it sent. */
public final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;

    public NotUnderstood(String text) {
        super(text, null, false, false);
    }
}
