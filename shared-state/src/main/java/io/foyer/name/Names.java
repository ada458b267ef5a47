package io.foyer.name;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What rooms and streams may be called, how text becomes a name, and how a name is printed: one rule for every edge of
 * every service.
 *
 * <p>A name is one segment of 1 to 255 bytes of UTF-8 in NFC: letters, digits and marks of any script, some punctuation, and
 * single blanks inside. A scope is up to eight segments with slashes between them, {@code live/room1}.
 *
 * <p>Text reaches Foyer in three forms, which differ in what is decoded, and when:
 *
 * <table>
 * <caption>Three forms of {@code live/Kamera Süd}</caption>
 * <tr><td>JSON</td><td>{@code live/Kamera Süd}</td><td>nothing is decoded</td></tr>
 * <tr><td>path of a URL</td><td>{@code live/Kamera%20S%C3%BCd}</td><td>split at slashes, then each segment is decoded once; an
 *     encoded slash is refused</td></tr>
 * <tr><td>query of a URL</td><td>{@code live%2FKamera%20S%C3%BCd}</td><td>decoded once, then split at slashes; a plus is a
 *     plus</td></tr>
 * </table>
 */
public final class Names {
    static final int MAX_SEGMENT_BYTES = 255;
    static final int MAX_SCOPE_BYTES = 512;
    static final int MAX_SEGMENTS = 8;

    /** Longer than any scope and name in any form (three characters for a byte, four for a composed character). */
    private static final int MAX_TEXT = 12 * (MAX_SCOPE_BYTES + MAX_SEGMENT_BYTES);

    private static final String PUNCTUATION = "-_.~@:+=,;!*'()&$";

    private Names() {}

    /** A name as it stands in JSON or in a report of a node; nothing is decoded. */
    public static String name(String text) throws BadName {
        return segment(text, "the name");
    }

    /** A name from a segment of a path or from a query: percent-decoded once; a plus is a plus. */
    public static String encodedName(String text) throws BadName {
        return segment(decoded(text, "the name"), "the name");
    }

    /** True for a name as it is stored and printed. */
    public static boolean isName(String text) {
        try {
            return name(text).equals(text);
        } catch (BadName e) {
            return false;
        }
    }

    /** A name, scope or guid for a path of a URL: each segment percent-encoded by RFC 3986, upper case. */
    public static String encoded(String name) {
        return Stream.of(name.split("/", -1)).map(Percent::encode).collect(Collectors.joining("/"));
    }

    /** The segments of a scope or guid as they stand in JSON; outer and doubled slashes are dropped. */
    static List<String> segments(String text) throws BadName {
        return segments(text, false);
    }

    /** The segments of a scope or guid from a path: split first, then each is percent-decoded once. */
    static List<String> pathSegments(String text) throws BadName {
        return segments(text, true);
    }

    /** The segments of a scope or guid from the value of a query parameter: percent-decoded once, then split. */
    static List<String> querySegments(String text) throws BadName {
        return segments(text == null || text.length() > MAX_TEXT ? text : decoded(text, "the path"), false);
    }

    private static List<String> segments(String text, boolean encoded) throws BadName {
        if (text == null) {
            throw new BadName("the path is missing");
        }
        if (text.length() > MAX_TEXT) {
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

    /** @param where the part, for the message of a refusal */
    static String segment(String text, String where) throws BadName {
        if (text == null || text.isEmpty()) {
            throw new BadName(where + " is missing");
        }
        // Longer than any name in any form: not worth normalising.
        if (text.length() > 4 * MAX_SEGMENT_BYTES) {
            throw tooLong(where);
        }
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        // Servers that know path parameters read "..;x" as "..".
        int parameter = name.indexOf(';');
        String bare = parameter < 0 ? name : name.substring(0, parameter);
        if (bare.equals(".") || bare.equals("..")) {
            throw new BadName(where + " is " + bare);
        }
        if (name.equals("undefined") || name.equals("null")) {
            throw new BadName(where + " is " + name + ", which pages send for an empty field");
        }
        checkCharacters(name, where);
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
            throw tooLong(where);
        }
        return name;
    }

    private static void checkCharacters(String name, String where) throws BadName {
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

    /** A decoded slash or a second layer of encoding stays visible, and is refused as a character of a segment. */
    private static String decoded(String text, String where) throws BadName {
        if (text == null) {
            return null;
        }
        return Percent.decode(text).orElseThrow(() -> new BadName(where + " is not valid percent-encoded UTF-8"));
    }

    private static BadName tooLong(String where) {
        return new BadName(where + " has more than " + MAX_SEGMENT_BYTES + " bytes");
    }
}
