package io.foyer.lab.node.signaling;

import io.foyer.lab.node.auth.Credentials;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The query of a signaling URL. A raw {@code +} stays a plus (signaling.md, 1.3). Never logged: it carries secrets. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    Query(String raw) {
        if (raw == null) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    String get(String key) {
        return values.getOrDefault(key, "");
    }

    Credentials credentials() {
        return new Credentials(get("username"), get("password"), get("token"));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
