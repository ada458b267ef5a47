package io.foyer.lab.history;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms on three replicas are what the model says, whatever happens in whatever order. */
class ModelIT {
    private static final long SEED = 433211;
    private static final int STEPS = Integer.getInteger("history.steps", 60);
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(Path.of("target", "model"));
        cluster.awaitWorking();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void every_replica_shows_what_the_model_says(long seed) {
        check(seed, Script.write(seed, 3, STEPS, false));
    }

    /** One seed, so that a change is to blame when this fails; {@code lab/history/run} takes others, and for longer. */
    @Test
    void with_faults_too() {
        long seed = Long.getLong("history.seed", SEED);
        System.out.println("ModelIT: -Dhistory.seed=" + seed);
        check(seed, Script.write(seed, 3, STEPS, true));
    }

    private static void check(long seed, List<Operation> script) {
        ModelRun.fault(cluster, script).ifPresent(fault -> {
            List<Operation> shortest = Shrinker.shrink(
                    script, shorter -> ModelRun.fault(cluster, shorter).isPresent(), 60, Duration.ofMinutes(1));
            fail("seed " + seed + ": " + fault + "\nshortest history that fails:\n  "
                    + String.join(
                            "\n  ", shortest.stream().map(Object::toString).toList()) + "\nwith: "
                    + ModelRun.fault(cluster, shortest).orElse("nothing, this time"));
        });
    }
}
