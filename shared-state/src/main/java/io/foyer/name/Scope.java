package io.foyer.name;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Application and further segments, {@code live/room1}: where streams are published and what a room is. The waiting room of a
 * room is the scope whose last segment ends in {@code _wr}; the two are one conference, named by its base.
 *
 * @param text without outer slashes, in NFC; made by {@link #of}, {@link #encoded} and {@link #query} only, or read back from our own records
 */
public record Scope(String text) implements Comparable<Scope> {
    private static final String WAITING = "_wr";

    /** From JSON or a report of a node. */
    public static Scope of(String text) throws BadName {
        return of(Names.segments(text));
    }

    /** From a path of a URL, percent-encoded: an encoded slash is refused. */
    public static Scope encoded(String text) throws BadName {
        return of(Names.pathSegments(text));
    }

    /** From the value of a query parameter as it came: clients encode its slashes, {@code live%2Froom1}. */
    public static Scope query(String text) throws BadName {
        return of(Names.querySegments(text));
    }

    static Scope of(List<String> segments) throws BadName {
        if (segments.isEmpty()) {
            throw new BadName("the scope is empty");
        }
        if (segments.size() > Names.MAX_SEGMENTS) {
            throw new BadName("a scope has at most " + Names.MAX_SEGMENTS + " segments");
        }
        String text = String.join("/", segments);
        if (text.getBytes(StandardCharsets.UTF_8).length > Names.MAX_SCOPE_BYTES) {
            throw new BadName("a scope has at most " + Names.MAX_SCOPE_BYTES + " bytes");
        }
        checkBase(segments.getLast(), segments.size());
        return new Scope(text);
    }

    /** A waiting room without a possible room: {@code _wr}, {@code x_wr_wr}, {@code .._wr}, {@code undefined_wr}. */
    private static void checkBase(String last, int at) throws BadName {
        if (last.endsWith(WAITING)) {
            String base =
                    Names.segment(last.substring(0, last.length() - WAITING.length()), "the room of segment " + at);
            if (base.endsWith(WAITING)) {
                throw new BadName("segment " + at + " is the waiting room of a waiting room");
            }
        }
    }

    /** For a path of a URL: each segment percent-encoded. */
    public String encoded() {
        return Names.encoded(text);
    }

    /** True for a waiting room. */
    public boolean waiting() {
        return text.endsWith(WAITING);
    }

    /** The room without {@code _wr}: itself, unless it is a waiting room. */
    public Scope base() {
        return waiting() ? new Scope(text.substring(0, text.length() - WAITING.length())) : this;
    }

    /** The waiting room of the conference: itself, if it is one. One that nobody can name, if the room's name is at its limit. */
    public Scope waitingRoom() {
        return waiting() ? this : new Scope(text + WAITING);
    }

    /** The other half of the conference: the waiting room of a room, and the room of a waiting room. */
    public Scope other() {
        return waiting() ? base() : waitingRoom();
    }

    public boolean sameConference(Scope other) {
        return base().equals(other.base());
    }

    @Override
    public int compareTo(Scope other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
