package io.foyer.lab.node.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.lab.node.NodeSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A simulator in a process of its own, as it is meant to run. */
public final class NodeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready id=(\\S+) role=(\\S+) address=(\\S+) port=(\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private volatile String address = "";
    private volatile int port;

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "node-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts and waits until the node listens. */
    public static NodeProcess start(String... arguments) {
        NodeProcess node = launch(arguments);
        if (node.port == 0) {
            throw new AssertionError("the node did not start: " + node.output());
        }
        return node;
    }

    /** Starts and waits until the node listens or has ended. */
    public static NodeProcess launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NodeSimulator.class.getName()));
        command.addAll(List.of(arguments));
        try {
            NodeProcess node = new NodeProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            if (!node.readyOrEnded.await(30, TimeUnit.SECONDS)) {
                node.process.destroyForcibly();
                throw new AssertionError("the node said nothing: " + node.output());
            }
            return node;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    public String output() {
        return String.join("\n", output);
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Asked to end, and about it. */
    public boolean leaving() {
        return output().contains("leaving id=");
    }

    /** Asks the process to end, and waits for it. */
    public int terminate(long limitSeconds) {
        process.toHandle().destroy(); // Process.destroy would close the output, too
        return exitStatus(limitSeconds);
    }

    public int exitStatus(long limitSeconds) {
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new AssertionError("the node is still running after " + limitSeconds + " s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** How many objects of a class the node holds on to, counted after a collection. */
    public long instances(Class<?> type) {
        try {
            Process histogram = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String table = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!table.contains("#instances")) {
                throw new AssertionError(table);
            }
            return table.lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(cells -> cells.length >= 4 && cells[3].equals(type.getName()))
                    .mapToLong(cells -> Long.parseLong(cells[1]))
                    .sum();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public JsonNode state() {
        return json(get("/simulator/state").body());
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String body) {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    public void faults(String... faults) {
        String list = faults.length == 0 ? "" : "\"" + String.join("\",\"", faults) + "\"";
        HttpResponse<String> reply = post("/simulator/faults", "{\"faults\":[" + list + "],\"delayMillis\":200}");
        if (reply.statusCode() != 200) {
            throw new AssertionError(reply.body());
        }
    }

    /** Gives the node a conference provision, as the registry does. */
    public void provide(String scope, String group) {
        post(
                "/cluster/api?action=provision.create",
                "{\"provisions\":[{\"guid\":\"" + scope + "\",\"context\":\"" + scope + "\",\"name\":\"" + group
                        + "\"}]}");
    }

    /** The entry of a list in the state whose field has the value; a missing node when there is none. */
    public JsonNode entry(String list, String field, String value) {
        for (JsonNode one : state().path(list)) {
            if (value.equals(one.path(field).asText())) {
                return one;
            }
        }
        return JSON.missingNode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    address = ready.group(3);
                    port = Integer.parseInt(ready.group(4));
                    readyOrEnded.countDown();
                }
            }
        } catch (IOException ended) {
            output.add(ended.toString());
        }
        readyOrEnded.countDown();
    }
}
