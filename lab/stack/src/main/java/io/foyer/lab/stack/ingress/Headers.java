package io.foyer.lab.stack.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a header may cross the ingress with (RFC 9110 section 7.6.1), and what the ingress says about the client. */
final class Headers {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Claims about who the client is: only the ingress makes them. */
    private static final Set<String> CLAIMS = Set.of("forwarded", "x-real-ip");

    private Headers() {}

    /** Copies what the backend gets to see of a request. */
    static void copyToBackend(HttpServerRequest request, MultiMap to) {
        copyEndToEnd(request.headers(), to);
        for (String name : to.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            // The ingress itself has answered an Expect already.
            if (lower.startsWith("x-forwarded-") || CLAIMS.contains(lower) || lower.equals("expect")) {
                to.remove(name);
            }
        }
        String host = request.getHeader(HttpHeaders.HOST);
        if (host != null) {
            to.set("X-Forwarded-Host", host);
        }
        to.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        to.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        to.set("X-Forwarded-Port", Integer.toString(request.localAddress().port()));
    }

    /** Copies everything but what concerns only the one connection it came on. */
    static void copyEndToEnd(MultiMap from, MultiMap to) {
        Set<String> dropped = new HashSet<>(HOP_BY_HOP);
        for (String connection : from.getAll(HttpHeaders.CONNECTION)) {
            for (String named : connection.split(",", -1)) {
                dropped.add(named.trim().toLowerCase(Locale.ROOT));
            }
        }
        to.clear();
        for (Map.Entry<String, String> header : from) {
            if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    static boolean asksForWebSocket(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.headers().getAll(HttpHeaders.CONNECTION).stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .anyMatch(token -> token.trim().equalsIgnoreCase("upgrade"));
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }
}
