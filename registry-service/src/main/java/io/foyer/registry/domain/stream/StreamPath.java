package io.foyer.registry.domain.stream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stream's address inside the cluster: the last segment is its name, what comes before is its scope
 * (stream-manager-api.md 1.1).
 */
public record StreamPath(String scope, String name) {
    /** Longest path that is taken, in characters. */
    public static final int LONGEST = 255;

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_\\-.@~:+]+");

    /** True for a segment of a path: the characters allowed, and neither {@code .} nor {@code ..}. */
    public static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    /** True for one or more segments with single slashes between them, none outside. */
    public static boolean isPath(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (String segment : text.split("/", -1)) {
            if (!isSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    /** Splits at the last slash; empty when it is no path or has less than scope and name. */
    public static Optional<StreamPath> parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash <= 0 || !isPath(text)) {
            return Optional.empty();
        }
        return Optional.of(new StreamPath(text.substring(0, slash), text.substring(slash + 1)));
    }

    public String guid() {
        return scope + "/" + name;
    }
}
