package io.foyer.room.runtime;

/**
 * One kind of message about a view, rendered.
 *
 * @param kind order in which messages go out; of each kind only the newest is worth sending
 * @param greeting who gets it on connecting
 * @param news who gets it when it is not the same object any more as in the view before
 */
public record Part(int kind, Reach greeting, Reach news, Frame frame) {
    /** Who gets a message. */
    public enum Reach {
        NOBODY,
        HOSTS,
        ALL;

        boolean includes(boolean host) {
            return this == ALL || (this == HOSTS && host);
        }
    }

    /** The same message, to be sent again though nothing in it changed. */
    public Part again() {
        return new Part(kind, greeting, news, frame);
    }
}
