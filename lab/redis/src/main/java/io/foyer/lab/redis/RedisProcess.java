package io.foyer.lab.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

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

    private static final String READY_SENTINEL = "Sentinel ID is";
    private static final String GIVEN_UP = "aborting";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ANSWER_MILLIS = 2_000;

    private final int port;
    private final RedisAccess access;
    private final String ready;
    private final Keeper keeper;
    private volatile ProcessHandle server;

    private RedisProcess(int port, RedisAccess access, String ready, Function<Path, List<String>> arguments) {
        this.port = port;
        this.access = access;
        this.ready = ready;
        this.keeper = Keeper.of(arguments);
        restart();
    }

    /** Starts on a free port and keeps nothing on disk. */
    public static RedisProcess start() {
        return start(freePort());
    }

    /** Starts on this port and keeps nothing on disk. */
    public static RedisProcess start(int port) {
        return start(port, RedisAccess.OPEN, List.of());
    }

    /** Starts on a free port and lets in who comes with this access only. */
    public static RedisProcess start(RedisAccess access) {
        return start(freePort(), access, List.of());
    }

    /** Starts on a free port; what was written survives {@link #kill()} and {@link #restart()}. */
    public static RedisProcess startKeepingData() {
        return startWith("--appendonly", "yes");
    }

    /** Starts on a free port with settings as on the server's command line: {@code --appendonly yes --appendfsync always}. */
    public static RedisProcess startWith(String... settings) {
        return start(freePort(), RedisAccess.OPEN, List.of(settings));
    }

    /** @param settings the last of a kind counts */
    static RedisProcess start(int port, RedisAccess access, List<String> settings) {
        return new RedisProcess(port, access, READY, folder -> {
            List<String> all = new ArrayList<>(access.listen(port));
            all.addAll(List.of("--save", "", "--dir", folder.toString(), "--appendonly", "no", "--appendfsync", "no"));
            all.addAll(settings);
            return all;
        });
    }

    /** @param lines the sentinel's own of the configuration file */
    static RedisProcess startSentinel(RedisAccess access, List<String> lines) {
        int port = freePort();
        return new RedisProcess(port, access, READY_SENTINEL, folder -> {
            Path file = folder.resolve("sentinel.conf");
            try {
                Files.write(file, lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<String> all = new ArrayList<>(List.of(file.toString(), "--sentinel", "--dir", folder.toString()));
            all.addAll(access.listen(port));
            return all;
        });
    }

    public int port() {
        return port;
    }

    /** In the form of {@code quarkus.redis.hosts}. */
    public String uri() {
        return access.scheme() + "://127.0.0.1:" + port;
    }

    /** Ends the process; whoever is connected sees the connection break. */
    public void kill() {
        keeper.kill();
    }

    /** Starts again on the same port, after {@link #kill()} or in its place; returns when it is ready. */
    public void restart() {
        server = keeper.start();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        for (String log = keeper.log(); !log.contains(ready); log = keeper.log()) {
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
        return ask(access, command);
    }

    /** Asks as somebody who has this access. */
    String ask(RedisAccess as, String command) {
        return conversation(as, command, BufferedReader::readLine);
    }

    /** The text that a command answers with, such as {@code INFO}; empty when nobody answers. */
    public String text(String command) {
        return conversation(access, command, answer -> {
            String length = String.valueOf(answer.readLine());
            if (!length.startsWith("$")) {
                throw new IllegalStateException(command + " is answered with " + length);
            }
            char[] text = new char[Integer.parseInt(length.substring(1))];
            int read = 0;
            while (read < text.length) {
                read += answer.read(text, read, text.length - read);
            }
            return new String(text);
        });
    }

    private interface Reading {
        String read(BufferedReader answer) throws IOException;
    }

    private String conversation(RedisAccess as, String command, Reading reading) {
        try (Socket socket = as.open(port, ANSWER_MILLIS)) {
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            if (as.password().isPresent()) {
                say(socket, "AUTH " + as.password().get());
                answer.readLine();
            }
            say(socket, command);
            return String.valueOf(reading.read(answer));
        } catch (IOException e) {
            return "";
        }
    }

    private static void say(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
