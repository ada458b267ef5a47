package io.foyer.lab.bench;

import java.io.IOException;
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
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One of the servers that are compared: its replicas, each a process of its own. */
final class Server implements AutoCloseable {
    static final String FOYER = "foyer";

    private record Replica(Process process, int port) {}

    private final String name;
    private final Options options;
    private final List<Replica> replicas = new ArrayList<>();

    private Server(String name, Options options) {
        this.name = name;
        this.options = options;
    }

    /** @param name {@code foyer}, or the mode of a peer: {@code once}, {@code each} */
    static Server start(String name, Options options, String redis) {
        Server server = new Server(name, options);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        for (int i = 0; i < options.replicas(); i++) {
            server.launch(i, redis);
        }
        server.replicas.forEach(server::awaitReady);
        return server;
    }

    private void launch(int number, String redis) {
        int port = freePort();
        try {
            Path log =
                    Files.createDirectories(options.results().resolve("logs")).resolve(name + "-" + number + ".log");
            List<String> command = name.equals(FOYER) ? options.foyer(port, redis) : options.peer(name, port, redis);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            replicas.add(new Replica(process, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Replica replica) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!answersOk(replica)) {
            if (!replica.process().isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " does not get ready, see logs/" + name + "-*.log");
            }
            pause(Duration.ofMillis(50));
        }
    }

    private static boolean answersOk(Replica replica) {
        try (Http http = new Http(replica.port())) {
            return http.request("GET /q/health/ready", "") == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String name() {
        return name;
    }

    /** Clients are spread over the replicas by their number. */
    int port(int client) {
        return replicas.get(client % replicas.size()).port();
    }

    int timeoutSeconds() {
        return options.timeoutSeconds();
    }

    /** CPU time of all its processes so far. */
    long cpuNanos() {
        return replicas.stream().mapToLong(r -> cpuNanos(r.process().pid())).sum();
    }

    /**
     * The kernel's own nanoseconds of each thread, because the sum in {@code stat} counts in ticks of 10 ms, as much as a whole
     * block of rounds may take. A thread that ends in between takes its time with it; JIT compiler threads may.
     */
    private static long cpuNanos(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.mapToLong(thread -> {
                        try {
                            String ran = Files.readString(thread.resolve("schedstat"));
                            return Long.parseLong(ran, 0, ran.indexOf(' '), 10);
                        } catch (IOException e) {
                            return 0;
                        }
                    })
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory of all its processes. */
    long residentBytes() {
        return replicas.stream()
                .mapToLong(r -> {
                    try (Stream<String> lines = Files.lines(
                            Path.of("/proc", Long.toString(r.process().pid()), "status"))) {
                        String line = lines.filter(l -> l.startsWith("VmRSS:"))
                                .findFirst()
                                .orElseThrow();
                        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sum();
    }

    /** Waits until it uses less than a twentieth of a core: no warm-up, clean-up or collection reaches into what is measured. */
    void awaitQuiet() {
        long window = Duration.ofMillis(200).toNanos();
        long before = cpuNanos();
        for (int i = 0; i < 100; i++) {
            pause(Duration.ofNanos(window));
            long now = cpuNanos();
            if (now - before < window / 20) {
                return;
            }
            before = now;
        }
        System.err.println(name + " does not come to rest");
    }

    void collectGarbage() {
        for (Replica replica : replicas) {
            if (name.equals(FOYER)) {
                jcmd(replica, "GC.run");
            } else {
                run("kill", "-USR2", Long.toString(replica.process().pid()));
            }
        }
        awaitQuiet();
    }

    void startProfile() {
        replicas.forEach(replica -> jcmd(replica, "JFR.start", "name=bench", "settings=profile"));
    }

    List<Path> stopProfile(String title) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            Path file = options.results().resolve(title + "-" + i + ".jfr").toAbsolutePath();
            jcmd(replicas.get(i), "JFR.stop", "name=bench", "filename=" + file);
            files.add(file);
        }
        return files;
    }

    private static void jcmd(Replica replica, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(replica.process().pid()));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) {
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    @Override
    public void close() {
        replicas.forEach(replica -> replica.process().destroyForcibly());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection for webhooks, as a node keeps one. */
    static final class Http implements AutoCloseable {
        private final Socket socket;

        Http(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
        }

        /** @return the status of the answer, whose body is read and dropped */
        int request(String methodAndPath, String body) throws IOException {
            String text =
                    methodAndPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("no answer");
                }
                head.append((char) next);
            }
            for (String line : head.toString().split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    socket.getInputStream()
                            .readNBytes(Integer.parseInt(line.substring(15).strip()));
                }
            }
            return Integer.parseInt(head, 9, 12, 10);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
