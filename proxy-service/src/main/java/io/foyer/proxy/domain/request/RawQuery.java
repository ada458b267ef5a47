package io.foyer.proxy.domain.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The query of a request, as lenient as the clients need it (signaling, section 1.2): values may be percent encoded or not,
 * a slash is nothing special, a plus stays a plus. What is passed on keeps its text and its order.
 *
 * @param pairs the parts between ampersands, as they came
 */
public record RawQuery(List<Pair> pairs) {
    /** @param text as it came, equals sign included */
    public record Pair(String text, String key) {
        String rawValue() {
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

    /** The decoded value of the key's first place; empty when it is not there or cannot be decoded. */
    public Optional<String> value(String key) {
        return pairs.stream()
                .filter(pair -> pair.key().equals(key))
                .findFirst()
                .flatMap(pair -> Percent.decode(pair.rawValue()));
    }

    /** What is left without these keys, unchanged and in order. */
    public String without(Set<String> keys) {
        return pairs.stream()
                .filter(pair -> !keys.contains(pair.key()))
                .map(Pair::text)
                .collect(Collectors.joining("&"));
    }
}
