package io.foyer.proxy.domain.handshake;

import io.foyer.proxy.domain.client.Client;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The opening handshake that a node gets, with the headers that the vendor documents (signaling, section 2). No extension is
 * offered, so that both ends speak plain frames.
 *
 * @param authority host and port of the node, for {@code Host}
 * @param target path and query
 * @param clientPort port of the client's connection
 * @param subprotocol what is offered to the node, if anything; never told to the browser
 */
public record NodeHandshake(
        String authority,
        String target,
        ClientHandshake browser,
        Client client,
        int clientPort,
        Optional<String> userAgent,
        Optional<String> origin,
        Optional<String> subprotocol) {

    /** The bytes to send. */
    public byte[] bytes() {
        StringBuilder out = new StringBuilder(512);
        out.append("GET ").append(target).append(" HTTP/1.1\r\n");
        header(out, "Host", authority);
        header(out, "Upgrade", "websocket");
        header(out, "Connection", "Upgrade");
        header(out, "Sec-WebSocket-Version", "13");
        header(out, "Sec-WebSocket-Key", browser.key());
        subprotocol.ifPresent(value -> header(out, "Sec-WebSocket-Protocol", value));
        origin.ifPresent(value -> header(out, "Origin", value));
        userAgent.ifPresent(value -> header(out, "User-Agent", value));
        header(out, "X-Forwarded-For", client.address());
        header(out, "X-Forwarded-For-Meta-Secure", String.valueOf(client.secure()));
        header(out, "X-Forwarded-For-Meta-Port", String.valueOf(clientPort));
        header(out, "X-Forwarded-For-Meta-Type", "WEB");
        return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void header(StringBuilder out, String name, String value) {
        boolean clean = value.chars().noneMatch(c -> c < ' ' || c == 0x7F);
        if (clean) {
            out.append(name).append(": ").append(value).append("\r\n");
        }
    }
}
