package io.foyer.lab.node.media;

import java.util.Optional;

/**
 * The name of a stream and where it lives.
 *
 * @param scope application and rooms, for example {@code live/room1}
 * @param name the last part, for example {@code alice}
 */
public record StreamName(String scope, String name) {
    public StreamName {
        scope = stripSlashes(scope);
    }

    /** {@code <scope>/<name>}, as webhooks and provisions write it. */
    public String guid() {
        return scope + "/" + name;
    }

    public static Optional<StreamName> parse(String guid) {
        String clean = stripSlashes(guid);
        int last = clean.lastIndexOf('/');
        return last <= 0 || last == clean.length() - 1
                ? Optional.empty()
                : Optional.of(new StreamName(clean.substring(0, last), clean.substring(last + 1)));
    }

    private static String stripSlashes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '/') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '/') {
            to--;
        }
        return text.substring(from, to);
    }
}
