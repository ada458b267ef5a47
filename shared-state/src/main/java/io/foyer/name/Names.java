package io.foyer.name;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What rooms and streams may be called, how text becomes a name, and how a name is printed: one rule for every edge of
 * every service.
 *
 * <p>A name is one segment of 1 to 255 bytes of UTF-8 in NFC: letters, digits and marks of any script, some punctuation, and
 * single blanks inside. A scope is up to eight segments with slashes between them, {@code live/room1}.
 */
public final class Names {
    static final int MAX_SEGMENT_BYTES = 255;
    static final int MAX_SCOPE_BYTES = 512;
    static final int MAX_SEGMENTS = 8;

    private static final String PUNCTUATION = "-_.~@:+=,;!*'()&$";
    private static final String HEX = "0123456789ABCDEF";

    private Names() {}

    /** A name as it stands in JSON or in a report of a node; nothing is decoded. */
    public static String name(String text) throws BadName {
        return segment(text, "the name");
    }

    /** A name from a path or a query, percent-decoded once; a plus is a plus. */
    public static String encodedName(String text) throws BadName {
        return segment(decoded(text, "the name"), "the name");
    }

    /** The segments of a scope or guid as they stand in JSON; outer and doubled slashes are dropped. */
    static List<String> segments(String text) throws BadName {
        return segments(text, false);
    }

    /** The segments of a scope or guid from a path or a query: split first, then each is percent-decoded once. */
    static List<String> encodedSegments(String text) throws BadName {
        return segments(text, true);
    }

    /** As a path of a URL: each segment percent-encoded by RFC 3986, upper case. */
    public static String encoded(String name) {
        StringBuilder path = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c < 128 && Character.isLetterOrDigit(c)) || "-_.~/".indexOf(c) >= 0) {
                path.append(c);
            } else {
                path.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return path.toString();
    }

    /** True for a name or scope segment as it stands. */
    public static boolean isName(String text) {
        try {
            return name(text).equals(text);
        } catch (BadName e) {
            return false;
        }
    }

    private static List<String> segments(String text, boolean encoded) throws BadName {
        if (text == null) {
            throw new BadName("a name is missing");
        }
        if (text.length() > 4 * MAX_SCOPE_BYTES * 3) {
            throw new BadName("the path is too long");
        }
        List<String> segments = new ArrayList<>();
        for (String part : text.split("/")) {
            if (!part.isEmpty()) {
                String where = "segment " + (segments.size() + 1);
                segments.add(segment(encoded ? decoded(part, where) : part, where));
            }
        }
        return segments;
    }

    private static String segment(String text, String where) throws BadName {
        if (text == null || text.isEmpty()) {
            throw new BadName(where + " is missing");
        }
        // Longer than any name in any form: not worth normalising.
        if (text.length() > 4 * MAX_SEGMENT_BYTES) {
            throw new BadName(where + " has more than " + MAX_SEGMENT_BYTES + " bytes");
        }
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (name.equals(".") || name.equals("..")) {
            throw new BadName(where + " is " + name);
        }
        if (name.equals("undefined") || name.equals("null")) {
            throw new BadName(where + " is " + name + ", which pages send for an empty field");
        }
        int before = ' ';
        for (int at = 0; at < name.length(); at += Character.charCount(before)) {
            int c = name.codePointAt(at);
            if (c == ' ' ? before == ' ' : !allowed(c)) {
                throw new BadName(where + " has " + printed(c) + " at position " + (at + 1));
            }
            before = c;
        }
        if (before == ' ') {
            throw new BadName(where + " ends in a blank");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
            throw new BadName(where + " has more than " + MAX_SEGMENT_BYTES + " bytes");
        }
        return name;
    }

    private static boolean allowed(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK -> true;
            default -> PUNCTUATION.indexOf(c) >= 0;
        };
    }

    private static String printed(int c) {
        boolean visible = c > ' ' && c < 127;
        return visible ? "'" + (char) c + "'" : c == ' ' ? "a blank" : "U+%04X".formatted(c);
    }

    /** Percent-decodes once. A decoded slash or a second layer of encoding stays visible, and is refused as a character. */
    private static String decoded(String text, String where) throws BadName {
        if (text == null || text.indexOf('%') < 0) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '%') {
                int value = at + 2 < text.length() ? hex(text.charAt(at + 1)) * 16 + hex(text.charAt(at + 2)) : -1;
                if (value < 0) {
                    throw new BadName(where + " is not percent-encoded as it should be");
                }
                bytes.put((byte) value);
                at += 2;
            } else {
                int end = Character.isHighSurrogate(c) && at + 1 < text.length() ? at + 2 : at + 1;
                bytes.put(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new BadName(where + " is not UTF-8");
        }
    }

    private static int hex(char c) {
        int value = Character.digit(c, 16);
        return value < 0 || c > 'f' ? -1_000 : value;
    }

    static String joined(List<String> segments) {
        return segments.stream().collect(Collectors.joining("/"));
    }
}
