package io.foyer.lab.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/**
 * A real Redis 7 in a process of its own, on the loopback interface, that tests can kill and start again.
 *
 * <p>With a data folder it hands every change to the operating system before it answers, so the data survives the end of the
 * process (not of the machine); without one a restart is the loss of everything.
 */
public final class RedisProcess implements AutoCloseable {
    private final int port;
    private final Path dataFolder;
    private RedisServer server;

    private RedisProcess(int port, Path dataFolder) {
        this.port = port;
        this.dataFolder = dataFolder;
    }

    /** Starts on a free port and keeps nothing on disk. */
    public static RedisProcess start() {
        return start(freePort());
    }

    /** Starts on this port and keeps nothing on disk. */
    public static RedisProcess start(int port) {
        RedisProcess redis = new RedisProcess(port, null);
        redis.restart();
        return redis;
    }

    /** Starts on a free port; what was written survives {@link #kill()} and {@link #restart()}. */
    public static RedisProcess startKeepingData() {
        try {
            RedisProcess redis = new RedisProcess(freePort(), Files.createTempDirectory("foyer-redis"));
            redis.restart();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** In the form of {@code quarkus.redis.hosts}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends the process; whoever is connected sees the connection break. */
    public synchronized void kill() {
        if (server != null) {
            RedisServer running = server;
            server = null;
            running.stop();
        }
    }

    /** Starts again on the same port, after {@link #kill()} or in its place. */
    public synchronized void restart() {
        kill();
        server = builder().build();
        server.start();
    }

    private RedisServerBuilder builder() {
        var builder = RedisServer.builder().port(port).setting("bind 127.0.0.1").setting("save \"\"");
        if (dataFolder == null) {
            return builder.setting("appendonly no");
        }
        return builder.setting("appendonly yes").setting("appendfsync no").setting("dir " + dataFolder);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
