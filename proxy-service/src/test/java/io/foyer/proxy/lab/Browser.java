package io.foyer.proxy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a browser does on a signaling URL, down to the headers it sends. */
public final class Browser extends Peer {
    private static final int MASK = 0x37fa213d;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private int status;
    private Map<String, String> headers = Map.of();
    private String body = "";

    private Browser(Socket socket) throws IOException {
        super(socket, MASK);
    }

    /** Connects and sends the handshake, without waiting for the answer. */
    public static Browser dial(int port, String target, String... moreHeaders) {
        return connect(port, handshake(target, moreHeaders).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same with a frame behind the handshake in one write. */
    public static Browser dialSaying(int port, String target, Frame frame) {
        return dialSaying(port, target, new String(frame.bytes(MASK), StandardCharsets.ISO_8859_1));
    }

    /** The same with any bytes, as the characters of ISO 8859-1. */
    public static Browser dialSaying(int port, String target, String bytes) {
        return connect(port, (handshake(target) + bytes).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Browser connect(int port, byte[] first) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
            Browser browser = new Browser(socket);
            browser.raw(first);
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and waits for the answer, whatever it is. */
    public static Browser open(int port, String target, String... moreHeaders) {
        Browser browser = dial(port, target, moreHeaders);
        browser.awaitAnswer();
        return browser;
    }

    public void awaitAnswer() {
        try {
            List<String> head = readHead();
            status = Integer.parseInt(head.getFirst().split(" ")[1]);
            headers = headers(head);
            if (status != 101 && headers.containsKey("content-length")) {
                body = readBody(Integer.parseInt(headers.get("content-length")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String handshake(String target, String... more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "meet.example.org");
        headers.put("Connection", "keep-alive, Upgrade");
        headers.put("Upgrade", "websocket");
        headers.put("Origin", "https://meet.example.org");
        headers.put("User-Agent", "Mozilla/5.0 (test)");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", KEY);
        headers.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1] == null) {
                headers.remove(more[i]);
            } else {
                headers.put(more[i], more[i + 1]);
            }
        }
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public String body() {
        return body;
    }
}
