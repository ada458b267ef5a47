package io.foyer.lab.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The wire between one replica and Redis: it can be cut, led to another Redis, and made slow.
 *
 * <p>Slow is only the change feed: a connection on which the replica subscribed. What Redis says there arrives later by the
 * lag, in order; answers to commands come at once, so a replica knows of its own write before the feed tells it.
 */
final class Relay implements AutoCloseable {
    /** Chunks on their way on one slow connection; the sender waits beyond that, as it would for a full TCP window. */
    private static final int CHUNKS = 4_096;

    private record Chunk(long dueNanos, byte[] bytes) {}

    private final ServerSocket server;
    private final Duration feedLag;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean cut;

    Relay(int target, Duration feedLag) {
        this.target = target;
        this.feedLag = feedLag;
        try {
            this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on connections lead to this port; those that are open break. */
    void leadTo(int port) {
        target = port;
        breakAll();
    }

    /** Nothing gets through, and connections are refused, until {@link #restore}. */
    void cut() {
        cut = true;
        breakAll();
    }

    void restore() {
        cut = false;
    }

    @Override
    public void close() {
        cut = true;
        quietly(server::close);
        breakAll();
    }

    private void breakAll() {
        open.forEach(socket -> quietly(socket::close));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket replica = server.accept();
                Thread.ofVirtual().start(() -> connect(replica));
            } catch (IOException e) {
                // Closed, or one connection that ended before it began.
            }
        }
    }

    private void connect(Socket replica) {
        try (replica;
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), target)) {
            replica.setTcpNoDelay(true);
            redis.setTcpNoDelay(true);
            open.add(replica);
            open.add(redis);
            if (cut) {
                return;
            }
            AtomicBoolean subscribed = new AtomicBoolean();
            Thread.ofVirtual().start(() -> copyCommands(replica, redis, subscribed));
            copyAnswers(redis, replica, subscribed);
        } catch (IOException e) {
            // The end of either side is the end of both.
        } finally {
            open.remove(replica);
            open.removeIf(Socket::isClosed);
        }
    }

    private static void copyCommands(Socket replica, Socket redis, AtomicBoolean subscribed) {
        byte[] buffer = new byte[16_384];
        try (replica;
                redis) {
            InputStream in = replica.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!subscribed.get()
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1)
                                .toUpperCase(Locale.ROOT)
                                .contains("SUBSCRIBE\r\n")) {
                    subscribed.set(true);
                }
                redis.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // As above.
        }
    }

    private void copyAnswers(Socket redis, Socket replica, AtomicBoolean subscribed) throws IOException {
        OutputStream out = replica.getOutputStream();
        BlockingQueue<Chunk> late = new LinkedBlockingQueue<>(CHUNKS);
        if (!feedLag.isZero()) {
            Thread.ofVirtual().start(() -> writeLate(late, replica));
        }
        byte[] buffer = new byte[16_384];
        InputStream in = redis.getInputStream();
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (feedLag.isZero()) {
                    out.write(buffer, 0, read);
                } else {
                    long lag = subscribed.get() ? feedLag.toNanos() : 0;
                    late.put(new Chunk(System.nanoTime() + lag, Arrays.copyOf(buffer, read)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writeLate(BlockingQueue<Chunk> late, Socket replica) {
        try {
            while (!replica.isClosed()) {
                Chunk chunk = late.poll(1, TimeUnit.SECONDS);
                if (chunk != null) {
                    for (long wait = chunk.dueNanos - System.nanoTime();
                            wait > 0;
                            wait = chunk.dueNanos - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    replica.getOutputStream().write(chunk.bytes);
                }
            }
        } catch (IOException e) {
            quietly(replica::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void quietly(Closing closing) {
        try {
            closing.close();
        } catch (IOException e) {
            // It is gone anyway.
        }
    }
}
