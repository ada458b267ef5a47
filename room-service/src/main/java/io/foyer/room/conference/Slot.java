package io.foyer.room.conference;

/**
 * The kinds of message a client gets about a room, in the order in which they go out together. Of each kind only the
 * newest is worth sending.
 */
public enum Slot {
    REGIONS,
    EXCLUDED,
    ACTIVE,
    CONFERENCE,
    COMPOSITIONS,
    STREAMS;

    /** True for what only hosts and mixers get. */
    public boolean forHostsOnly() {
        return switch (this) {
            case CONFERENCE, COMPOSITIONS, STREAMS -> true;
            case REGIONS, EXCLUDED, ACTIVE -> false;
        };
    }
}
