package io.foyer.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an acknowledged decision survives: each row of the table in docs/operations.md. */
class HistoryIT {
    private static final int COMMANDS = 12;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(Path.of("target", "history"));
        cluster.awaitWorking();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<Survival> rows() {
        return Survival.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_was_acknowledged_is_there_or_lost_within_the_bound(Survival row) {
        long began = System.nanoTime();
        var failure = LongRun.history(cluster, row, 7, COMMANDS);
        System.out.println(
                row + " -> " + failure.orElse("right") + " " + (System.nanoTime() - began) / 1000000 + " ms");
        assertThat(failure).isEmpty();
    }
}
