package io.foyer.lab.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One replica of room-service: the packaged application as a process, with a wire to Redis and a clock of its own.
 *
 * <p>A shell stands between: it ends the replica when its input ends, so a replica does not outlive the run, however that ends.
 */
final class Replica implements AutoCloseable {
    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    private static final String SHELL =
            "trap '' INT HUP TERM; \"$@\" </dev/null & read -r word; kill -9 $! 2>/dev/null; wait";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Relay relay;
    private final List<String> settings;
    private final Path clock;
    private Process process;
    private int port;

    /** @param folder for the log and the file that the clock is set by */
    Replica(String name, Relay relay, List<String> settings, Path folder) {
        this.name = name;
        this.relay = relay;
        this.settings = settings;
        this.clock = folder.resolve(name + ".clock");
    }

    /** Whether clocks can be set: needs Debian's package libfaketime. */
    static boolean clocksCanBeSet() {
        return Files.isRegularFile(FAKE_TIME);
    }

    /** Starts, or starts again after {@link #kill}; it may not answer yet. */
    void launch() {
        port = freePort();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "foyer-replica"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.redis.hosts=redis://127.0.0.1:" + relay.port()));
        settings.forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of("-jar", jar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        if (clocksCanBeSet() && Files.exists(clock)) {
            builder.environment().put("LD_PRELOAD", FAKE_TIME.toString());
            builder.environment().put("FAKETIME_TIMESTAMP_FILE", clock.toString());
            builder.environment().put("FAKETIME_CACHE_DURATION", "1");
            // Only the wall clock is wrong: time-outs and pauses take as long as they should.
            builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            // With this fix for an old glibc waits of a JVM end at once, and it spins.
            builder.environment().put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        Await.orFail(Duration.ofSeconds(90), name + " ready; see " + log(), () -> status("/q/health/ready") == 200);
    }

    /** As a crash does it. */
    void kill() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its wall clock is ahead of the machine's by this from a second on; without libfaketime nothing happens. */
    void setClock(Duration ahead) {
        try {
            Files.writeString(
                    clock, (ahead.isNegative() ? "-" : "+") + ahead.abs().toSeconds() + "s\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the replica answers to a webhook; empty when it does not answer at all. */
    Optional<Integer> webhook(String event, String guid, long timestamp) {
        String body = "{\"event\":\"" + event + "\",\"guid\":\"" + guid + "\",\"clusterNodeType\":\"TYPE_ORIGIN\","
                + "\"nodePublicIp\":\"10.0.0.1\",\"timestamp\":" + timestamp + "}";
        HttpRequest request = HttpRequest.newBuilder(uri("/webhook"))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Optional.of(status(request)).filter(status -> status != 0);
    }

    /** When its process started by its own clock, epoch milliseconds. */
    long startedAt() {
        return (long) (1_000 * metric("process_start_time_seconds"));
    }

    /** How many commands and posts it has answered since it started, whatever came of them. */
    long commandsAnswered() {
        return (long) metric("foyer_room_commands_total");
    }

    /** How many webhooks it has answered and not written yet. */
    long webhooksWaiting() {
        return (long) metric("foyer_room_webhooks_waiting");
    }

    /** The sum over all labels; 0 for a metric that is not there yet. */
    private double metric(String wanted) {
        HttpRequest request = HttpRequest.newBuilder(uri("/q/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(wanted + " ") || line.startsWith(wanted + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    Relay relay() {
        return relay;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        kill();
        relay.close();
    }

    private int status(String path) {
        return status(
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(2)).build());
    }

    private static int status(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Path log() {
        return clock.resolveSibling(name + ".log");
    }

    /** In the nearest folder upwards that holds {@code mvnw}, or in {@code -Dfoyer.root}. */
    private static Path jar() {
        Path start =
                Path.of(System.getProperty("foyer.root", "")).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path jar = folder.resolve("room-service/target/quarkus-app/quarkus-run.jar");
            if (Files.isRegularFile(folder.resolve("mvnw")) && Files.isRegularFile(jar)) {
                return jar;
            }
        }
        throw new IllegalStateException("room-service is not packaged in a folder above " + start);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
