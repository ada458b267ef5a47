package io.foyer.proxy.domain.request;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asks for when it opens its signaling socket (signaling, section 1).
 *
 * @param host the node it names; only ever compared with the nodes that are registered, never resolved or dialed
 * @param app scope on the node
 * @param context optional sub scope
 * @param forwarded the query for the node: all but {@code host}, {@code app} and {@code context}, unchanged. It
 *     holds credentials and is never logged
 */
public record SignalingRequest(String host, Scope app, Optional<Scope> context, String forwarded) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    /** Either a request or why it is none. */
    public sealed interface Parsed {
        record Valid(SignalingRequest request) implements Parsed {}

        record Invalid(Refusal refusal) implements Parsed {}
    }

    /**
     * @param rawQuery as in the request line
     * @param dropped keys that are not passed on, besides the three that are understood here
     */
    public static Parsed parse(String rawQuery, Set<String> dropped) {
        RawQuery query = RawQuery.parse(rawQuery);
        Optional<String> host = query.value("host");
        Optional<Scope> app = query.value("app").flatMap(Scope::parse);
        Optional<Scope> context = query.value("context").flatMap(Scope::parse);
        if (blank(query, "host")) {
            return new Parsed.Invalid(Refusal.HOST_MISSING);
        }
        if (query.count("host") > 1
                || host.filter(text -> HOST.matcher(text).matches()).isEmpty()) {
            return new Parsed.Invalid(Refusal.HOST_MALFORMED);
        }
        if (blank(query, "app")) {
            return new Parsed.Invalid(Refusal.APP_MISSING);
        }
        if (query.count("app") > 1 || app.isEmpty()) {
            return new Parsed.Invalid(Refusal.APP_MALFORMED);
        }
        if (query.count("context") > 1 || (!blank(query, "context") && context.isEmpty())) {
            return new Parsed.Invalid(Refusal.CONTEXT_MALFORMED);
        }
        return new Parsed.Valid(new SignalingRequest(
                unbracketed(host.get()), app.get(), context, query.without(with(dropped, "host", "app", "context"))));
    }

    /** The path and query for the node: {@code /live/room1/?id=alice}. */
    public String target() {
        String path = "/" + app.encoded() + "/"
                + context.map(scope -> scope.encoded() + "/").orElse("");
        return forwarded.isEmpty() ? path : path + "?" + Percent.escapeForQuery(forwarded);
    }

    private static boolean blank(RawQuery query, String key) {
        return query.pairs().stream().filter(pair -> pair.key().equals(key)).allMatch(pair -> pair.rawValue()
                .isEmpty());
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Set<String> with(Set<String> dropped, String... more) {
        Set<String> all = new HashSet<>(dropped);
        all.addAll(Set.of(more));
        return all;
    }
}
