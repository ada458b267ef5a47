package io.foyer.proxy.domain.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a node's answer to the opening handshake (RFC 6455 section 4.1), in whatever pieces it comes, and not one byte
 * further than its empty line. At most 16 KiB are read.
 */
public final class NodeAnswerReader {
    static final int MAX_HEAD = 16 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

    private final String expectedAccept;
    private byte[] bytes = new byte[512];
    private int length;

    /** @param expectedAccept what {@code Sec-WebSocket-Accept} must be */
    public NodeAnswerReader(String expectedAccept) {
        this.expectedAccept = expectedAccept;
    }

    /** Takes the next bytes. */
    public NodeAnswer read(byte[] more) {
        if (length + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
        }
        int from = Math.max(0, length - 3);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        for (int i = from; i + 4 <= length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i > MAX_HEAD ? tooLong() : answer(i);
            }
        }
        return length > MAX_HEAD ? tooLong() : new NodeAnswer.Incomplete();
    }

    private static NodeAnswer tooLong() {
        return new NodeAnswer.Malformed("head longer than " + MAX_HEAD + " bytes");
    }

    private NodeAnswer answer(int headLength) {
        String[] lines = new String(bytes, 0, headLength, StandardCharsets.ISO_8859_1).split("\r\n");
        Matcher status = STATUS_LINE.matcher(lines[0]);
        if (!status.matches()) {
            return new NodeAnswer.Malformed("no HTTP status line");
        }
        if (!status.group(1).equals("101")) {
            return new NodeAnswer.Refused(Integer.parseInt(status.group(1)));
        }
        Map<String, String> headers = headers(lines);
        if (!ClientHandshake.listed(headers.get("upgrade"), "websocket")
                || !ClientHandshake.listed(headers.get("connection"), "upgrade")) {
            return new NodeAnswer.Malformed("not upgraded to WebSocket");
        }
        if (!expectedAccept.equals(headers.get("sec-websocket-accept"))) {
            return new NodeAnswer.Malformed("wrong Sec-WebSocket-Accept");
        }
        if (headers.containsKey("sec-websocket-extensions")) {
            return new NodeAnswer.Malformed("an extension that was not offered");
        }
        return new NodeAnswer.Accepted(Arrays.copyOfRange(bytes, headLength + 4, length));
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.merge(name, lines[i].substring(colon + 1).strip(), (one, two) -> one + ", " + two);
            }
        }
        return headers;
    }
}
