package io.foyer.lab.stack.ingress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A request target in the one form that routes are matched against and that the services get to see (RFC 3986 section 6.2.2): dot segments
 * removed, repeated slashes folded, escapes of unreserved characters decoded, the query untouched.
 *
 * <p>The services normalise too. If this were not done first, {@code /%71/metrics} would pass as a page of nobody's and
 * arrive as {@code /q/metrics}.
 *
 * @param path starts with a slash
 * @param query without the question mark, or null
 */
public record RequestPath(String path, String query) {
    private static final String UNRESERVED_BESIDES_ALPHANUMERIC = "-._~";

    /** Reads the target of a request line; empty when it is not a path on this server or has a broken escape. */
    public static Optional<RequestPath> of(String target) {
        String rest = target;
        if (!rest.startsWith("/")) {
            int scheme = rest.indexOf("://");
            if (scheme < 0) {
                return Optional.empty();
            }
            int slash = rest.indexOf('/', scheme + 3);
            rest = slash < 0 ? "/" : rest.substring(slash);
        }
        int question = rest.indexOf('?');
        String query = question < 0 ? null : rest.substring(question + 1);
        String raw = question < 0 ? rest : rest.substring(0, question);
        return decodeUnreserved(raw).map(decoded -> new RequestPath(withoutDotSegments(decoded), query));
    }

    /** The form that goes into a request line. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    private static Optional<String> decodeUnreserved(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        StringBuilder decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next != '%') {
                decoded.append(next);
                continue;
            }
            if (i + 2 >= raw.length()) {
                return Optional.empty();
            }
            int high = Character.digit(raw.charAt(i + 1), 16);
            int low = Character.digit(raw.charAt(i + 2), 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            char value = (char) (high * 16 + low);
            if (isUnreserved(value)) {
                decoded.append(value);
            } else {
                decoded.append(raw, i, i + 3);
            }
            i += 2;
        }
        return Optional.of(decoded.toString());
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || UNRESERVED_BESIDES_ALPHANUMERIC.indexOf(c) >= 0;
    }

    private static String withoutDotSegments(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> kept.pollLast();
                default -> kept.addLast(segment);
            }
        }
        String last = segments[segments.length - 1];
        boolean folder = last.isEmpty() || last.equals(".") || last.equals("..");
        String joined = "/" + String.join("/", kept);
        return folder && !kept.isEmpty() ? joined + "/" : joined;
    }
}
