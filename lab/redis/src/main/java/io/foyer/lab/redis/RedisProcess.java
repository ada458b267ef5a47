package io.foyer.lab.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Redis 7 in a process of its own, on the loopback interface, that tests can kill and start again.
 *
 * <p>With its data kept it hands every change to the operating system before it answers, so the data survives the end of the
 * process (not of the machine); otherwise a restart is the loss of everything. Neither the server nor its folder outlives
 * this JVM: see {@link Keeper}.
 */
public final class RedisProcess implements AutoCloseable {
    /** What the server prints when it is; somebody else may answer on its port. */
    private static final String READY = "Ready to accept connections";

    private static final String GIVEN_UP = "aborting";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ANSWER_MILLIS = 2_000;

    private final int port;
    private final Keeper keeper;
    private volatile ProcessHandle server;

    private RedisProcess(int port, boolean keepsData, List<String> settings) {
        this.port = port;
        this.keeper = Keeper.of(port, keepsData, settings);
        restart();
    }

    /** Starts on a free port and keeps nothing on disk. */
    public static RedisProcess start() {
        return start(freePort());
    }

    /** Starts on this port and keeps nothing on disk. */
    public static RedisProcess start(int port) {
        return new RedisProcess(port, false, List.of());
    }

    /** Starts on a free port; what was written survives {@link #kill()} and {@link #restart()}. */
    public static RedisProcess startKeepingData() {
        return new RedisProcess(freePort(), true, List.of());
    }

    /** Starts on a free port with settings as on the server's command line: {@code --appendonly yes --appendfsync always}. */
    public static RedisProcess startWith(String... settings) {
        return new RedisProcess(freePort(), false, List.of(settings));
    }

    public int port() {
        return port;
    }

    /** In the form of {@code quarkus.redis.hosts}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends the process; whoever is connected sees the connection break. */
    public void kill() {
        keeper.kill();
    }

    /** Starts again on the same port, after {@link #kill()} or in its place; returns when it is ready. */
    public void restart() {
        server = keeper.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (String log = keeper.log(); !log.contains(READY); log = keeper.log()) {
            if (log.contains(GIVEN_UP) || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("Redis does not get ready on port " + port + ": " + log);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Ends the process and forgets its data. */
    @Override
    public void close() {
        keeper.close();
    }

    ProcessHandle server() {
        return server;
    }

    /** Where the server keeps its files: {@code dump.rdb}, {@code appendonlydir}. */
    public Path folder() {
        return keeper.folder();
    }

    /** The first line of the answer to a command without arguments that need quoting; empty when nobody answers. */
    public String ask(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            return "";
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
