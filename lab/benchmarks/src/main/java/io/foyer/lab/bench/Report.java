package io.foyer.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one scenario: a table for people and a JSON line for each row. */
final class Report {
    /** What was measured of one server at one size. Times in milliseconds, a median for each block of rounds. */
    static final class Row {
        final String server;
        final int size;
        final List<Double> blockMedians = new ArrayList<>();
        final List<Double> all = new ArrayList<>();
        long cpuNanos;
        long messages;
        long rounds;

        Row(String server, int size) {
            this.server = server;
            this.size = size;
        }

        void block(List<Double> millis) {
            blockMedians.add(quantile(millis, 0.5));
            all.addAll(millis);
        }

        double median() {
            return quantile(blockMedians, 0.5);
        }

        double cpuMicrosPerMessage() {
            return messages == 0 ? 0 : cpuNanos / 1e3 / messages;
        }

        /** CPU of a round and its reset, for each client: what a client costs, however many messages that takes. */
        double cpuMicrosPerClient() {
            return rounds == 0 ? 0 : cpuNanos / 1e3 / rounds / size;
        }
    }

    private final Options options;
    private final List<Row> rows = new ArrayList<>();

    Report(Options options) {
        this.options = options;
    }

    void add(Row row) {
        rows.add(row);
    }

    void print() {
        if (rows.isEmpty()) {
            return;
        }
        System.out.println("\n## " + options.scenario() + "\n\n" + method() + "\n");
        System.out.println(
                "| clients | server | ms p50: min / median / max of blocks | ms p99 | CPU us per message | CPU us per "
                        + "client and command | foyer / this |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            double ratio = rows.stream()
                    .filter(r -> r.size == row.size && r.server.equals(Server.FOYER))
                    .mapToDouble(r -> r.median() / row.median())
                    .findFirst()
                    .orElse(Double.NaN);
            System.out.println("| %d | %s | %.2f / %.2f / %.2f | %.2f | %.1f | %.1f | %s |"
                    .formatted(
                            row.size,
                            row.server,
                            quantile(row.blockMedians, 0),
                            row.median(),
                            quantile(row.blockMedians, 1),
                            quantile(row.all, 0.99),
                            row.cpuMicrosPerMessage(),
                            row.cpuMicrosPerClient(),
                            row.server.equals(Server.FOYER) || Double.isNaN(ratio) ? "" : "%.2f".formatted(ratio)));
            write(line(row));
        }
        growth();
    }

    /** The slope of a line through the logarithms: time grows with the size to this power. */
    private void growth() {
        for (String server : options.servers()) {
            List<Row> own =
                    rows.stream().filter(row -> row.server.equals(server)).toList();
            if (own.size() > 1) {
                double[] x = own.stream().mapToDouble(row -> Math.log(row.size)).toArray();
                double[] y =
                        own.stream().mapToDouble(row -> Math.log(row.median())).toArray();
                System.out.println("%nGrowth exponent of %s: %.2f".formatted(server, slope(x, y)));
            }
        }
    }

    static double slope(double[] x, double[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += x[i] / x.length;
            meanY += y[i] / x.length;
        }
        double both = 0;
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - meanX) * (y[i] - meanY);
            square += (x[i] - meanX) * (x[i] - meanX);
        }
        return both / square;
    }

    String method() {
        return ("Method: %d blocks of %d rounds after %d for warm-up, servers in turn; %d replica(s) each, %d ms between commands, "
                        + "%d published names in the room; %s, heap %s%s.")
                .formatted(
                        options.blocks(),
                        options.rounds(),
                        options.warmUp(),
                        options.replicas(),
                        options.pauseMillis(),
                        options.names(),
                        machine(),
                        options.heap(),
                        options.settings().isEmpty() ? "" : ", settings " + options.settings());
    }

    private String machine() {
        return "%d cores shared by load, servers and Redis, Linux %s, JDK %s%s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        options.servers().equals(List.of(Server.FOYER)) ? "" : ", Node " + nodeVersion());
    }

    private static String nodeVersion() {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            return new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "none";
        }
    }

    private Map<String, Object> line(Row row) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("server", row.server);
        line.put("clients", row.size);
        line.put("p50Blocks", row.blockMedians);
        line.put("p50", quantile(row.all, 0.5));
        line.put("p99", quantile(row.all, 0.99));
        line.put("rounds", row.all.size());
        line.put("messages", row.messages);
        line.put("cpuMicrosPerMessage", row.cpuMicrosPerMessage());
        line.put("cpuMicrosPerClient", row.cpuMicrosPerClient());
        return line;
    }

    void write(Map<String, Object> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", Instant.now().toString());
        line.put("scenario", options.scenario());
        line.putAll(figures);
        line.put("method", method());
        Path file = options.results().resolve(options.scenario() + ".jsonl");
        try {
            Files.createDirectories(options.results());
            Files.writeString(
                    file,
                    new ObjectMapper().writeValueAsString(line) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }

    static {
        Locale.setDefault(Locale.ROOT);
    }
}
