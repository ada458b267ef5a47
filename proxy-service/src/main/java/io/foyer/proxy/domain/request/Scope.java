package io.foyer.proxy.domain.request;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place on a node: an application and the rooms within it, {@code live/room1}. Nothing that a server could take for
 * another path is let in: letters, digits and {@code _ - . @ ~ : +}, no empty or dot segments.
 */
public record Scope(List<String> segments) {
    public static final int MAX_LENGTH = 255;
    public static final int MAX_LEVELS = 8;

    /** What the registry's lookups allow too (stream-manager-api.md 1.1), so nothing else can be a scope it gave out. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_\\-.@~:+]+");

    public Scope {
        segments = List.copyOf(segments);
    }

    /** @param text decoded; slashes around it do not count */
    public static Optional<Scope> parse(String text) {
        String bare = stripSlashes(text);
        if (bare.isEmpty() || bare.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        List<String> segments = List.of(bare.split("/", -1));
        boolean wellFormed = segments.size() <= MAX_LEVELS && segments.stream().allMatch(Scope::wellFormed);
        return wellFormed ? Optional.of(new Scope(segments)) : Optional.empty();
    }

    private static String stripSlashes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '/') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '/') {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean wellFormed(String segment) {
        return !segment.equals(".")
                && !segment.equals("..")
                && SEGMENT.matcher(segment).matches();
    }

    /** For a request line: {@code live/room1}, percent encoded. */
    public String encoded() {
        return segments.stream().map(Percent::encodeSegment).collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
