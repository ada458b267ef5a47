package io.foyer.name;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding of URIs (RFC 3986 section 2.1). Unlike in forms, a plus is a plus. */
public final class Percent {
    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED_MARKS = "-._~";

    private Percent() {}

    /** Decodes once; empty when an escape is cut short or the bytes are not UTF-8 (overlong forms and surrogates included). */
    public static Optional<String> decode(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == '%') {
                if (!isEscape(text, at)) {
                    return Optional.empty();
                }
                bytes.write(digit(text.charAt(at + 1)) * 16 + digit(text.charAt(at + 2)));
                at += 3;
            } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return Optional.empty(); // unpaired, so not a character
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(c);
            }
        }
        try {
            ByteBuffer decoded = ByteBuffer.wrap(bytes.toByteArray());
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** One segment of a path: unreserved characters stay, everything else becomes {@code %XX} of its UTF-8, upper case. */
    public static String encode(String segment) {
        StringBuilder path = new StringBuilder(segment.length() + 8);
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (isUnreserved(c)) {
                path.append((char) c);
            } else {
                path.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return path.toString();
    }

    /** True for what never needs an escape (RFC 3986 section 2.3). */
    public static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNRESERVED_MARKS.indexOf(c) >= 0;
    }

    /** True when a complete escape begins here. */
    public static boolean isEscape(String text, int at) {
        return at + 2 < text.length() && digit(text.charAt(at + 1)) >= 0 && digit(text.charAt(at + 2)) >= 0;
    }

    /** ASCII only: {@link Character#digit} also takes the digits of other scripts. */
    private static int digit(char c) {
        return c <= 'f' ? Character.digit(c, 16) : -1;
    }
}
