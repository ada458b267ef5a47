package io.foyer.proxy.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A node that does what a test tells it to: each connection is handed out as it comes, still without an answer. */
public final class FakeNode implements AutoCloseable {
    private static final AtomicInteger LAST_ADDRESS = new AtomicInteger();
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    private FakeNode(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().start(this::acceptAll);
    }

    /** On a loopback address of its own. */
    public static FakeNode start() {
        return start(ServerSocketFactory.getDefault());
    }

    /** The same with another kind of sockets, for example TLS. */
    public static FakeNode start(ServerSocketFactory sockets) {
        int number = LAST_ADDRESS.incrementAndGet();
        try {
            String address = "127.0." + (30 + number / 250) + "." + (1 + number % 250);
            return new FakeNode(sockets.createServerSocket(0, 50, InetAddress.getByName(address)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return server.getInetAddress().getHostAddress();
    }

    public int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> greet(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void greet(Socket socket) {
        try {
            connections.add(new Connection(socket));
        } catch (IOException abandoned) {
            // the proxy went away before it had said anything
        }
    }

    /** The next connection; its handshake has been read. */
    public Connection next() {
        try {
            Connection connection = connections.poll(10, TimeUnit.SECONDS);
            if (connection == null) {
                throw new AssertionError("nobody connected to the node");
            }
            return connection;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many connections nobody asked for yet. */
    public int waiting() {
        return connections.size();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection from the proxy. */
    public static final class Connection extends Peer {
        private final List<String> head;

        private Connection(Socket socket) throws IOException {
            super(socket, 0);
            head = readHead();
        }

        /** {@code GET /live/room1/?id=alice HTTP/1.1}. */
        public String requestLine() {
            return head.getFirst();
        }

        public Map<String, String> headers() {
            return headers(head);
        }

        /** Answers 101, with these frames in the same write. */
        public Connection accept(Frame... early) {
            return accept("Sec-WebSocket-Protocol: json\r\n", early);
        }

        public Connection accept(String moreHeaders, Frame... early) {
            byte[] answer = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + acceptKey() + "\r\n" + moreHeaders + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(answer);
            for (Frame frame : early) {
                out.writeBytes(frame.bytes(0));
            }
            raw(out.toByteArray());
            return this;
        }

        private String acceptKey() {
            try {
                String key = headers().get("sec-websocket-key") + GUID;
                byte[] digest = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
