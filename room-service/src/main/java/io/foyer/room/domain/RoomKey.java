package io.foyer.room.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of a room: application and room names with slashes between them, {@code live/room1}. Its waiting room is a room
 * of its own whose key ends in {@code _wr}; the part without that is the base they share.
 */
public record RoomKey(String text) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\-./]{1,255}");
    private static final String WAITING = "_wr";

    public RoomKey {
        if (!named(text)) {
            throw new IllegalArgumentException("not a room key");
        }
    }

    /** The key, if the text is fit to be one. */
    public static Optional<RoomKey> of(String text) {
        return named(text) ? Optional.of(new RoomKey(text)) : Optional.empty();
    }

    /** True for what may name a room or a stream: 1 to 255 letters, digits and {@code _ - . /}. */
    public static boolean named(String text) {
        return text != null && NAME.matcher(text).matches();
    }

    /** True for a waiting room. */
    public boolean waiting() {
        return text.endsWith(WAITING) && text.length() > WAITING.length();
    }

    /** The conference room this one belongs to: itself, or the one it is the waiting room of. */
    public RoomKey base() {
        return waiting() ? new RoomKey(text.substring(0, text.length() - WAITING.length())) : this;
    }

    /** The waiting room of this conference; none if its key would be too long. Of a waiting room, itself. */
    public Optional<RoomKey> waitingRoom() {
        return waiting() ? Optional.of(this) : of(text + WAITING);
    }

    /** True when both are the same conference, be it its room or its waiting room. */
    public boolean sameConference(RoomKey other) {
        return base().equals(other.base());
    }

    @Override
    public String toString() {
        return text;
    }
}
