package io.foyer.lab.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the command line says: {@code <scenario> [--name=value]...}. README.md has the table.
 *
 * @param root of the repository
 * @param results where logs, profiles and figures go
 * @param settings of room-service
 */
record Options(
        String scenario,
        List<Integer> sizes,
        List<String> servers,
        int replicas,
        int blocks,
        int rounds,
        int warmUp,
        int pauseMillis,
        int names,
        int peerMost,
        int idleSeconds,
        String heap,
        boolean jfr,
        int timeoutSeconds,
        List<String> settings,
        Path root,
        Path results) {

    static Options parse(String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("--")) {
            throw new IllegalArgumentException("the first argument is the scenario");
        }
        String scenario = arguments[0];
        Map<String, String> values = new HashMap<>();
        List<String> settings = new ArrayList<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            String[] pair = argument.split("=", 2);
            if (pair[0].equals("--set")) {
                settings.add(pair[1]);
            } else if (pair[0].startsWith("--")) {
                values.put(pair[0].substring(2), pair.length == 2 ? pair[1] : "true");
            } else {
                throw new IllegalArgumentException(argument + " is no option");
            }
        }
        boolean storm = scenario.equals("join-storm");
        Path root = Path.of(System.getProperty("foyer.root", "../.."));
        Options options = new Options(
                scenario,
                list(take(values, "sizes", defaultSizes(scenario)))
                        .map(Integer::valueOf)
                        .toList(),
                list(take(values, "servers", "foyer,once,each")).toList(),
                number(values, "replicas", 1),
                number(values, "blocks", 5),
                number(values, "rounds", storm ? 1 : 20),
                number(values, "warm-up", storm ? 3 : 100),
                number(values, "pause-ms", 40),
                number(values, "names", 10),
                number(values, "peer-most", 400),
                number(values, "seconds", 40),
                take(values, "heap", "1g"),
                Boolean.parseBoolean(take(values, "jfr", "false")),
                number(values, "timeout", 60),
                settings,
                root,
                Path.of(take(
                        values,
                        "results",
                        root.resolve("lab/benchmarks/target/results").toString())));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + values.keySet());
        }
        return options;
    }

    private static String defaultSizes(String scenario) {
        return switch (scenario) {
            case "promote", "webhook" -> "100,500,1000,2000";
            case "join-storm" -> "100,200,400,800,1600";
            case "own-command" -> "100";
            case "idle" -> "10000";
            default -> throw new IllegalArgumentException("no scenario " + scenario);
        };
    }

    private static Stream<String> list(String text) {
        return Stream.of(text.split(","));
    }

    private static String take(Map<String, String> values, String name, String otherwise) {
        String value = values.remove(name);
        return value == null ? otherwise : value;
    }

    private static int number(Map<String, String> values, String name, int otherwise) {
        return Integer.parseInt(take(values, name, Integer.toString(otherwise)));
    }

    List<String> foyer(int port, String redis) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DebugNonSafepoints",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.redis.hosts=" + redis,
                // What is measured is not the limit.
                "-Dfoyer.room.socket.max=50000"));
        settings.forEach(setting -> command.add("-D" + setting));
        command.add("-jar");
        command.add(
                root.resolve("room-service/target/quarkus-app/quarkus-run.jar").toString());
        return command;
    }

    /** Its libraries are beside it, where {@code run} put both. */
    List<String> peer(String mode, int port, String redis) {
        String program =
                root.resolve("lab/benchmarks/target/peers/broadcaster.mjs").toString();
        return List.of("node", "--expose-gc", program, mode, Integer.toString(port), redis);
    }
}
