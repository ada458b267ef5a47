package io.foyer.lab.stack.ingress;

import io.foyer.lab.stack.StackException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The one secure front door: ends TLS, routes by path ({@link Destination}), and carries requests and WebSockets ({@link Relay}). It speaks
 * HTTP/1.1 only, as a WebSocket over HTTP/2 cannot be spliced.
 */
public final class Ingress implements AutoCloseable {
    private static final int START_SECONDS = 10;
    private static final int STOP_SECONDS = 5;

    private final Vertx vertx;
    private final List<Integer> ports;

    private Ingress(Vertx vertx, List<Integer> ports) {
        this.vertx = vertx;
        this.ports = ports;
    }

    /**
     * Opens the front door.
     *
     * @param ports all are served alike; 0 stands for a free one
     * @param upstreams who answers for which destination; a destination without an entry is answered with 404
     * @throws StackException when a port cannot be had
     */
    public static Ingress open(
            String host, List<Integer> ports, Certificate certificate, Map<Destination, Upstream> upstreams) {
        return open(host, ports, secure(certificate), Destination::of, upstreams);
    }

    /**
     * Opens a door for calls from the inside, without TLS and on the loopback only: what a Kubernetes service is to the nodes, so that they
     * need not know which replicas live.
     */
    public static Ingress openInside(int port, Map<Destination, Upstream> upstreams) {
        return open("127.0.0.1", List.of(port), options(), Destination::ofInsideCall, upstreams);
    }

    private static Ingress open(
            String host,
            List<Integer> ports,
            HttpServerOptions options,
            Function<String, Destination> routes,
            Map<Destination, Upstream> upstreams) {
        // One event loop is plenty for one machine, and both ends of every splice are on it.
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            Relay relay = new Relay(vertx, routes, upstreams);
            List<Integer> bound = ports.stream()
                    .map(port -> listen(vertx, relay, options, host, port))
                    .toList();
            return new Ingress(vertx, bound);
        } catch (RuntimeException e) {
            await(vertx.close(), STOP_SECONDS);
            throw e;
        }
    }

    /** The ports it listens on, in the order asked for. */
    public List<Integer> ports() {
        return ports;
    }

    /** Breaks every connection and frees the ports. */
    @Override
    public void close() {
        try {
            await(vertx.close(), STOP_SECONDS);
        } catch (CompletionException e) {
            // Nothing left to do: the process ends, or the test that wanted the port free says so.
        }
    }

    private static int listen(Vertx vertx, Relay relay, HttpServerOptions options, String host, int port) {
        HttpServer server = vertx.createHttpServer(options)
                // Browsers that leave in mid-sentence, or do not like the certificate, are no news.
                .connectionHandler(connection -> connection.exceptionHandler(broken -> {}))
                .exceptionHandler(noTls -> {})
                .requestHandler(relay);
        try {
            return await(server.listen(port, host), START_SECONDS).actualPort();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StackException(
                    "The ingress cannot listen on " + host + ":" + port + ": " + cause.getMessage(), cause);
        }
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setReceiveBufferSize(Relay.RECEIVE_BUFFER)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(Relay.MAX_REQUEST_LINE)
                .setMaxHeaderSize(Relay.MAX_HEADERS);
    }

    private static HttpServerOptions secure(Certificate certificate) {
        try {
            return options()
                    .setSsl(true)
                    .setUseAlpn(false)
                    .setKeyCertOptions(new PfxOptions()
                            .setValue(Buffer.buffer(Files.readAllBytes(certificate.keyStore())))
                            .setPassword(Certificate.PASSWORD));
        } catch (IOException e) {
            throw new StackException("The ingress's certificate cannot be read: " + certificate.keyStore(), e);
        }
    }

    private static <T> T await(Future<T> future, int seconds) {
        CompletableFuture<T> done = future.toCompletionStage().toCompletableFuture();
        try {
            return done.orTimeout(seconds, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new CompletionException("not done within " + seconds + " s", e.getCause());
            }
            throw e;
        }
    }
}
