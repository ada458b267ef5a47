package io.foyer.lab.stack.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a part whether it is ready. A question takes no longer than a second. */
@FunctionalInterface
public interface Probe {
    Duration TIMEOUT = Duration.ofSeconds(1);

    /** Whether it is ready now; an {@link IOException} means no. */
    boolean isReady() throws IOException;

    /** Ready when this address answers 200, as {@code /q/health/ready} does. */
    static Probe http(URI health) {
        return () -> {
            HttpURLConnection question = (HttpURLConnection) health.toURL().openConnection();
            question.setConnectTimeout((int) TIMEOUT.toMillis());
            question.setReadTimeout((int) TIMEOUT.toMillis());
            try {
                return question.getResponseCode() == 200;
            } finally {
                question.disconnect();
            }
        };
    }

    /** Ready when somebody takes connections here. */
    static Probe port(String host, int port) {
        return () -> {
            try (Socket socket = connect(host, port)) {
                return socket.isConnected();
            }
        };
    }

    /** Ready when Redis answers a PING; while it loads its data it does not. */
    static Probe redis(int port) {
        return () -> {
            try (Socket socket = connect("127.0.0.1", port)) {
                socket.setSoTimeout((int) TIMEOUT.toMillis());
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] reply = socket.getInputStream().readNBytes(5);
                return new String(reply, StandardCharsets.US_ASCII).equals("+PONG");
            }
        };
    }

    private static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
