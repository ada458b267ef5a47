package io.foyer.lab.stack.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that does to each connection whatever the test says. */
final class FakeBackend implements AutoCloseable {
    @FunctionalInterface
    interface Behaviour {
        void on(Wire connection) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Wire> connections = new CopyOnWriteArrayList<>();

    FakeBackend(Behaviour behaviour) throws IOException {
        this.server = new ServerSocket();
        // A small window, so that a reader that stalls is felt soon whatever the system's default is.
        server.setReceiveBufferSize(64 * 1024);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request of every connection with 200 and this body, as a server with keep-alive does. */
    static FakeBackend saying(String body) throws IOException {
        return new FakeBackend(connection -> {
            while (true) {
                connection.head();
                connection.sendHead("HTTP/1.1 200 OK", "Content-Length: " + body.length());
                connection.send(body);
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    int connectionCount() {
        return connections.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Wire connection = new Wire(socket);
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Wire connection) {
        try (connection) {
            behaviour.on(connection);
        } catch (IOException | InterruptedException | AssertionError e) {
            failures.add(e);
        }
    }

    /** What went wrong here, apart from connections that ended. */
    List<Throwable> failures() {
        return failures.stream().filter(AssertionError.class::isInstance).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Wire connection : connections) {
            connection.close();
        }
    }
}
