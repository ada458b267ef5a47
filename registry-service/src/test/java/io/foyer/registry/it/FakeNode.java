package io.foyer.registry.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The HTTP interface of a media node on a loopback address of its own; keeps what was sent to it. */
final class FakeNode implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Semaphore open = new Semaphore(1_000);

    private FakeNode(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static FakeNode at(String address) {
        return at(address, 0);
    }

    static FakeNode at(String address, int port) {
        try {
            return new FakeNode(HttpServer.create(new InetSocketAddress(address, port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Method, path with query, and body of everything it was asked. */
    List<String> calls() {
        return calls;
    }

    /** Takes calls from now on, but does not answer them before {@link #close}. */
    void hang() {
        open.drainPermits();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        open.acquireUninterruptibly();
        open.release();
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        open.release(1_000);
        server.stop(0);
        threads.close();
    }
}
