package io.foyer.proxy.domain.request;

import io.foyer.edge.RawQuery;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
import io.foyer.name.Scope;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asks for when it opens its signaling socket (signaling, section 1).
 *
 * @param host the node it names; only ever compared with the nodes that are registered, never resolved or dialed
 * @param app scope on the node
 * @param scope the app with the optional {@code context} behind it
 * @param forwarded the query for the node: all but {@code host}, {@code app} and {@code context}, unchanged. It
 *     holds credentials and is never logged
 */
public record SignalingRequest(String host, Scope app, Scope scope, String forwarded) {
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
        if (query.blank("host")) {
            return invalid(Reason.HOST_MISSING);
        }
        if (query.count("host") > 1
                || host.filter(text -> HOST.matcher(text).matches()).isEmpty()) {
            return invalid(Reason.HOST_MALFORMED);
        }
        if (query.blank("app")) {
            return invalid(Reason.APP_MISSING);
        }
        Scope app;
        Scope scope;
        try {
            app = scope(query, "app");
            scope = query.blank("context") ? app : Scope.of(app + "/" + scope(query, "context"));
        } catch (BadName e) {
            return new Parsed.Invalid(new Refusal(Reason.BAD_NAME, e.getMessage()));
        }
        return new Parsed.Valid(new SignalingRequest(
                unbracketed(host.get()), app, scope, query.without(with(dropped, "host", "app", "context"))));
    }

    private static Scope scope(RawQuery query, String key) throws BadName {
        if (query.count(key) > 1) {
            throw new BadName(key + " is given more than once"); // the node might read the other one
        }
        try {
            return Scope.query(query.rawValue(key).orElseThrow());
        } catch (BadName e) {
            throw new BadName(key + ": " + e.getMessage());
        }
    }

    /** The path and query for the node: {@code /live/room1/?id=alice}. */
    public String target() {
        String path = "/" + scope.encoded() + "/";
        return forwarded.isEmpty() ? path : path + "?" + RawQuery.escaped(forwarded);
    }

    private static Parsed invalid(Reason reason) {
        return new Parsed.Invalid(Refusal.of(reason));
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
