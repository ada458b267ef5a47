package io.foyer.room.socket;

import io.foyer.name.BadName;
import io.foyer.name.Scope;
import io.foyer.room.runtime.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for with the query of its connection (conference-api.md 3). Any path will do; names without a
 * {@code testbed} mean the conference, because pages leave it out when they are served over plain http.
 */
sealed interface Handshake {
    /** Lists and moderation of a room. */
    record Conference(Scope room, Role role) implements Handshake {}

    /** Nothing that is served. The text is for the client. */
    record Unusable(String text) implements Handshake {}

    /** @param query as it came, percent encoding included; null when there is none */
    static Handshake of(String query) {
        Map<String, String> parameters = parameters(query);
        String testbed = parameters.getOrDefault("testbed", "conference");
        Optional<Scope> room = scope(parameters.get("room"));
        if (testbed.equals("grid")) {
            return new Unusable("the grid protocol is not served by this version");
        }
        if (!testbed.equals("conference")) {
            return new Unusable("unknown testbed; conference is served");
        }
        if (room.isEmpty()) {
            return new Unusable("the query needs room=<application>/<room>, of letters, digits and _ - . /");
        }
        return new Conference(room.get(), role(parameters));
    }

    private static Optional<Scope> scope(String text) {
        try {
            return Optional.of(Scope.of(text));
        } catch (BadName e) {
            return Optional.empty();
        }
    }

    private static Role role(Map<String, String> parameters) {
        if ("true".equals(parameters.get("mixer"))) {
            return Role.MIXER;
        }
        return "true".equals(parameters.get("host")) ? Role.HOST : Role.GUEST;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", 64)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
