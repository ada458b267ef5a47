package io.foyer.registry.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Compares secrets without telling by the time it takes how much of one was right. */
public final class Tokens {
    private static final String BEARER = "Bearer ";

    private Tokens() {}

    /** @param given may be null */
    public static boolean same(String expected, String given) {
        return given != null && MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    /** The bearer token of an {@code Authorization} header, which may be null. */
    public static Optional<String> bearer(String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).trim())
                : Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
