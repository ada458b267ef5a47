package io.foyer.edge;

import io.foyer.name.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The query of a request as it came, as lenient as the clients need it: values may be percent-encoded or not, a slash is
 * nothing special, a plus stays a plus (frameworks make a blank of it). What is passed on keeps its text and its order.
 *
 * @param pairs the parts between ampersands, as they came
 */
public record RawQuery(List<Pair> pairs) {
    /** What a query may have besides letters, digits and escapes (RFC 3986 section 3.4). */
    private static final String MARKS = "-._~!$&'()*+,;=:@/?";

    /** @param text as it came, equals sign included */
    public record Pair(String text, String key) {
        public String rawValue() {
            int equals = text.indexOf('=');
            return equals < 0 ? "" : text.substring(equals + 1);
        }
    }

    /** @param query without the question mark; null or empty for none */
    public static RawQuery parse(String query) {
        List<Pair> pairs = new ArrayList<>();
        for (String text : query == null ? new String[0] : query.split("&")) {
            if (!text.isEmpty()) {
                int equals = text.indexOf('=');
                String rawKey = equals < 0 ? text : text.substring(0, equals);
                pairs.add(new Pair(text, Percent.decode(rawKey).orElse(rawKey)));
            }
        }
        return new RawQuery(List.copyOf(pairs));
    }

    /** How often the key is given. */
    public long count(String key) {
        return pairs.stream().filter(pair -> pair.key().equals(key)).count();
    }

    /** The value of the key's first place as it came; empty when it is not there. For {@code Scope.query}. */
    public Optional<String> rawValue(String key) {
        return pairs.stream().filter(pair -> pair.key().equals(key)).findFirst().map(Pair::rawValue);
    }

    /** The decoded value of the key's first place; empty when it is not there or cannot be decoded. */
    public Optional<String> value(String key) {
        return rawValue(key).flatMap(Percent::decode);
    }

    /** True when the key is missing, or has no value wherever it is given. */
    public boolean blank(String key) {
        return pairs.stream().filter(pair -> pair.key().equals(key)).allMatch(pair -> pair.rawValue()
                .isEmpty());
    }

    /** What is left without these keys, unchanged and in order. */
    public String without(Set<String> keys) {
        return pairs.stream()
                .filter(pair -> !keys.contains(pair.key()))
                .map(Pair::text)
                .collect(Collectors.joining("&"));
    }

    /**
     * Escapes only what may not stand in a query, which nodes would refuse; everything else, escapes included, keeps its text.
     */
    public static String escaped(String query) {
        StringBuilder out = new StringBuilder(query.length() + 16);
        for (int at = 0; at < query.length(); ) {
            int c = query.codePointAt(at);
            boolean stays = c == '%' ? Percent.isEscape(query, at) : Percent.isUnreserved(c) || MARKS.indexOf(c) >= 0;
            out.append(stays ? Character.toString(c) : Percent.encode(Character.toString(c)));
            at += Character.charCount(c);
        }
        return out.toString();
    }
}
