package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.Awaitility;

/** Whatever writers do and however they interleave, nothing is lost and every replica ends with the store's state. */
class InterleavingPropertyTest {
    private static RedisProcess redis;
    private static List<StateProcess> processes;
    private static int round;

    @BeforeContainer
    static void start() {
        redis = RedisProcess.start();
        processes = List.of(
                StateProcess.start(redis.uri()), StateProcess.start(redis.uri()), StateProcess.start(redis.uri()));
    }

    @AfterContainer
    static void stop() {
        processes.forEach(StateProcess::close);
        redis.close();
    }

    /** Adds to a counter, or (nothing to add) removes it. */
    record Step(int process, int key, int add) {}

    @Property(tries = 50)
    void replicas_converge_on_what_the_writers_were_told(@ForAll("steps") List<Step> steps) {
        String prefix = "round" + round++ + "-";
        List<Replica<Counter>> replicas = processes.stream()
                .map(process -> process.replica(Counter.WHOLE))
                .toList();
        List<Long> revisions = new CopyOnWriteArrayList<>();
        replicas.forEach(replica -> StoreTest.await(replica.watchAll()));
        replicas.getFirst().onChange(event -> {
            if (event instanceof Replica.Event.Stored<Counter> stored
                    && event.id().startsWith(prefix)) {
                revisions.add(stored.snapshot().version().revision());
            }
        });

        List<Uni<Integer>> writes = new ArrayList<>();
        steps.forEach(step -> writes.add(processes
                .get(step.process())
                .store(Counter.WHOLE)
                .change(prefix + step.key(), present -> apply(step, present))));
        if (!writes.isEmpty()) {
            Uni.join().all(writes).andFailFast().await().atMost(PATIENCE);
        }

        Map<String, Snapshot<Counter>> stored = new HashMap<>();
        for (int key = 0; key < 4; key++) {
            StoreTest.await(processes.getFirst().store(Counter.WHOLE).read(prefix + key))
                    .ifPresent(snapshot -> stored.put(snapshot.id(), snapshot));
        }
        for (int i = 0; i < replicas.size(); i++) {
            Replica<Counter> replica = replicas.get(i);
            Awaitility.await("replica " + i + " to hold " + stored)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> held(replica, prefix).equals(stored));
        }
        assertThat(revisions).isSorted().doesNotHaveDuplicates();
        stored.values().forEach(snapshot -> assertThat(snapshot.value().count())
                .isLessThanOrEqualTo(sumOf(steps, prefix, snapshot.id())));
        stored.forEach((id, snapshot) -> {
            if (neverRemoved(steps, prefix, id)) {
                assertThat(snapshot.value().count()).isEqualTo(sumOf(steps, prefix, id));
            }
        });
        replicas.forEach(replica -> replica.unwatch("*"));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 5))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    private static Change<Counter, Integer> apply(Step step, Optional<Counter> present) {
        if (step.add() == 0) {
            return Change.remove(0);
        }
        int count = present.map(Counter::count).orElse(0) + step.add();
        return Change.put(new Counter(count, "p" + step.process()), count);
    }

    private static int sumOf(List<Step> steps, String prefix, String id) {
        return steps.stream()
                .filter(step -> (prefix + step.key()).equals(id))
                .mapToInt(Step::add)
                .sum();
    }

    private static boolean neverRemoved(List<Step> steps, String prefix, String id) {
        return steps.stream().noneMatch(step -> (prefix + step.key()).equals(id) && step.add() == 0);
    }

    private static Map<String, Snapshot<Counter>> held(Replica<Counter> replica, String prefix) {
        Map<String, Snapshot<Counter>> held = new HashMap<>();
        replica.all().stream()
                .filter(snapshot -> snapshot.id().startsWith(prefix))
                .forEach(snapshot -> held.put(snapshot.id(), snapshot));
        return held;
    }
}
