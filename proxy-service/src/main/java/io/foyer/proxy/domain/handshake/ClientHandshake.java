package io.foyer.proxy.domain.handshake;

import io.foyer.edge.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * The key of a browser's opening handshake (RFC 6455 section 4.2.1). It is passed on to the node, so that the node's answer
 * is the answer to the browser too.
 */
public record ClientHandshake(String key) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /** Either a handshake or why it is none. */
    public sealed interface Parsed {
        record Valid(ClientHandshake handshake) implements Parsed {}

        record Invalid(Reason reason) implements Parsed {}
    }

    /** Each parameter is the value of the header of that name, or null. */
    public static Parsed parse(String method, String upgrade, String connection, String version, String key) {
        if (!"GET".equals(method) || !listed(upgrade, "websocket") || !listed(connection, "upgrade")) {
            return new Parsed.Invalid(Reason.UPGRADE_REQUIRED);
        }
        if (!"13".equals(version)) {
            return new Parsed.Invalid(Reason.WEBSOCKET_VERSION);
        }
        return validKey(key)
                .<Parsed>map(valid -> new Parsed.Valid(new ClientHandshake(valid)))
                .orElse(new Parsed.Invalid(Reason.HANDSHAKE_MALFORMED));
    }

    private static Optional<String> validKey(String key) {
        try {
            return Optional.ofNullable(key)
                    .map(String::strip)
                    .filter(text -> Base64.getDecoder().decode(text).length == KEY_BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static boolean listed(String header, String token) {
        if (header == null) {
            return false;
        }
        for (String part : header.split(",")) {
            if (part.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /** What {@code Sec-WebSocket-Accept} must be (section 4.2.2). */
    public String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
