package io.foyer.lab.history;

import io.foyer.lab.history.History.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * {@code --minutes 10 --seed 7}: scripts against the model and histories under faults, in turn, until the time is over; with
 * {@code --row 9} only histories of that row of the table, counted from 0; with {@code --row scripts} only scripts.
 */
final class LongRun {
    private static final int STEPS = 120;
    private static final int COMMANDS = 40;
    private static final int COMMANDS_OF_ONE_ROW = 12;
    private static final int SHRINKING_RUNS = 40;
    private static final Duration SHRINKING = Duration.ofSeconds(Long.getLong("foyer.history.shrinking", 60));

    private LongRun() {}

    public static void main(String[] args) {
        long seed = Long.parseLong(option(args, "--seed", String.valueOf(new Random().nextLong(1_000_000))));
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.parseLong(option(args, "--minutes", "10")))
                        .toNanos();
        System.out.println("--seed " + seed
                + (Replica.clocksCanBeSet() ? "" : "; all clocks are right: libfaketime is not installed"));
        String only = option(args, "--row", "");
        List<Survival> rows = Survival.rows().toList();
        Optional<String> failure = Optional.empty();
        try (Cluster cluster = Cluster.start(Path.of("lab/history/target/long"))) {
            cluster.awaitWorking();
            for (long run = 0; System.nanoTime() < end && failure.isEmpty(); run++) {
                long own = seed + run;
                Survival row = rows.get((int) ((only.matches("\\d+") ? Long.parseLong(only) : own) % rows.size()));
                failure = switch (only) {
                    case "" -> script(cluster, own).or(() -> history(cluster, row, own));
                    case "scripts" -> script(cluster, own);
                    default -> history(cluster, row, own, COMMANDS_OF_ONE_ROW);
                };
                System.out.println("seed " + own + ": " + failure.orElse("right; " + row));
            }
        }
        System.exit(failure.isPresent() ? 1 : 0);
    }

    /** Checks one script; what it fails with, and the shortest script that fails. */
    static Optional<String> script(Cluster cluster, long seed) {
        return script(cluster, seed, Script.write(seed, cluster.replicas().size(), STEPS, true));
    }

    static Optional<String> script(Cluster cluster, long seed, List<Operation> script) {
        return ModelRun.fault(cluster, script)
                .map(fault -> "seed " + seed + ": " + fault
                        + shortest(script, shorter -> ModelRun.fault(cluster, shorter)
                                .isPresent()));
    }

    static Optional<String> history(Cluster cluster, Survival row, long seed) {
        return history(cluster, row, seed, COMMANDS);
    }

    static Optional<String> history(Cluster cluster, Survival row, long seed, int perHost) {
        List<Command> commands = History.write(seed, cluster.replicas().size(), perHost);
        return HistoryRun.fault(cluster, row, commands)
                .map(fault -> "seed " + seed + ": " + row + ": " + fault
                        + shortest(commands, shorter -> HistoryRun.fault(cluster, row, shorter)
                                .isPresent()));
    }

    private static <T> String shortest(List<T> history, Predicate<List<T>> fails) {
        List<T> shortest = Shrinker.shrink(history, fails, SHRINKING_RUNS, SHRINKING);
        return "\nshortest history that fails:\n  "
                + String.join("\n  ", shortest.stream().map(Object::toString).toList());
    }

    private static String option(String[] args, String name, String otherwise) {
        int at = List.of(args).indexOf(name);
        return at < 0 || at + 1 == args.length ? otherwise : args[at + 1];
    }
}
