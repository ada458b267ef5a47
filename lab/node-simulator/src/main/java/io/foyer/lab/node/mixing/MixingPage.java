package io.foyer.lab.node.mixing;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a mixer learns from the URL of its page (client-flow.md, 3.3 and M3).
 *
 * @param room room key, for example {@code live/room1}
 * @param roomBackend where the page would connect to, with scheme, without query
 */
public record MixingPage(String room, String roomBackend) {

    /** @param override replaces the page's {@code ws}; empty for none */
    public static MixingPage parse(String url, String override) {
        Map<String, List<String>> query = new QueryStringDecoder(url).parameters();
        String app = first(query, "app");
        String room = first(query, "room");
        String key = app.isEmpty() || room.isEmpty() ? app + room : app + "/" + room;
        return new MixingPage(key, withScheme(override.isEmpty() ? first(query, "ws") : override));
    }

    /** The URL a mixing page opens; empty when the page names no room backend. */
    public String socketUrl() {
        return roomBackend.isEmpty()
                ? ""
                : roomBackend + (roomBackend.indexOf('/', roomBackend.indexOf("://") + 3) < 0 ? "/" : "")
                        + "?testbed=conference&room=" + encode(room) + "&host=false&mixer=true&presenter=1";
    }

    private static String withScheme(String address) {
        if (address.isEmpty() || address.matches("wss?://.*")) {
            return address;
        }
        if (address.matches("https?://.*")) {
            return "ws" + address.substring("http".length());
        }
        String host = address.split("[:/]", 2)[0];
        boolean plain = "localhost".equals(host) || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        return (plain ? "ws://" : "wss://") + address;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String first(Map<String, List<String>> query, String key) {
        List<String> values = query.get(key);
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }
}
