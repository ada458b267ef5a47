package io.foyer.registry.http;

import io.foyer.registry.domain.stream.StreamPath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Judges a path as it came over the wire, before anything is decoded or normalised for it. */
public final class RawPath {
    /** Longest path in characters: a stream's longest, and what comes before it. */
    private static final int LONGEST = 2 * StreamPath.LONGEST;

    private RawPath() {}

    /**
     * True when every segment, decoded once, has only the characters allowed: so no empty segment, no dots that lead
     * elsewhere, no slash or percent sign hidden in an encoding. One slash at the end is taken.
     */
    public static boolean isClean(String raw) {
        if (!raw.startsWith("/") || raw.length() > LONGEST) {
            return false;
        }
        String bare = raw.endsWith("/") ? raw.substring(1, raw.length() - 1) : raw.substring(1);
        for (String segment : bare.split("/", -1)) {
            if (!isCleanSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCleanSegment(String raw) {
        if (raw.indexOf('%') < 0) {
            return StreamPath.isSegment(raw);
        }
        try {
            // A plus sign is itself in a path; the decoder is made for forms.
            String decoded = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
            return StreamPath.isSegment(decoded);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
