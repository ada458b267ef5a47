package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a writer can rely on. */
class StoreTest {
    private static RedisProcess redis;
    private static StateProcess one;
    private static StateProcess two;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        one = StateProcess.start(redis.uri());
        two = StateProcess.start(redis.uri());
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void a_put_record_is_read_back_with_its_version() {
        Store<Counter> store = one.store(Counter.WHOLE);
        await(store.change("put", present -> Change.put(new Counter(1, "a"))));

        Snapshot<Counter> read = await(store.read("put")).orElseThrow();

        assertThat(read.value()).isEqualTo(new Counter(1, "a"));
        assertThat(read.version().revision()).isPositive();
    }

    @Test
    void revisions_grow_even_across_a_removal() {
        Store<Counter> store = one.store(Counter.BY_KEY);
        await(store.change("again", present -> Change.put(new Counter(1, "a"))));
        Snapshot<Counter> first = await(store.read("again")).orElseThrow();
        await(store.change("again", present -> Change.remove(true)));
        await(store.change("again", present -> Change.put(new Counter(2, "a"))));

        Snapshot<Counter> second = await(store.read("again")).orElseThrow();

        assertThat(second.version().epoch()).isEqualTo(first.version().epoch());
        assertThat(second.version().revision()).isGreaterThan(first.version().revision());
    }

    @Test
    void an_equal_record_is_not_written() {
        Store<Counter> store = one.store(Counter.WHOLE);
        await(store.change("equal", present -> Change.put(new Counter(1, "a"))));
        Snapshot<Counter> before = await(store.read("equal")).orElseThrow();

        await(store.change("equal", present -> Change.put(new Counter(1, "a"))));

        assertThat(await(store.read("equal"))).contains(before);
    }

    @Test
    void a_removal_only_takes_what_was_seen() {
        Store<Counter> store = one.store(Counter.WHOLE);
        await(store.change("seen", present -> Change.put(new Counter(1, "a"))));
        Snapshot<Counter> seen = await(store.read("seen")).orElseThrow();
        await(store.change("seen", present -> Change.put(new Counter(2, "a"))));

        assertThat(await(store.removeIfStill(seen))).isFalse();
        assertThat(await(store.removeIfStill(await(store.read("seen")).orElseThrow())))
                .isTrue();
        assertThat(await(store.read("seen"))).isEmpty();
    }

    @Test
    void no_increment_of_two_processes_is_lost() {
        int each = 500;
        List<Uni<Integer>> increments = new ArrayList<>();
        IntStream.range(0, each).forEach(i -> {
            increments.add(increment(one));
            increments.add(increment(two));
        });

        List<Integer> results = Uni.join().all(increments).andFailFast().await().atMost(PATIENCE);

        assertThat(results).doesNotHaveDuplicates();
        assertThat(await(one.store(Counter.WHOLE).read("shared"))
                        .orElseThrow()
                        .value()
                        .count())
                .isEqualTo(2 * each);
    }

    @Test
    void what_gathers_while_a_write_is_in_flight_is_written_once() {
        Store<Counter> store = one.store(Counter.BY_KEY);
        List<Uni<Integer>> storm = IntStream.range(0, 1_000)
                .mapToObj(i -> store.<Integer>change("storm", StoreTest::plusOne))
                .toList();

        Uni.join().all(storm).andFailFast().await().atMost(PATIENCE);

        Snapshot<Counter> after = await(store.read("storm")).orElseThrow();
        assertThat(after.value().count()).isEqualTo(1_000);
        assertThat(after.version().revision()).isLessThan(200);
    }

    @Test
    void a_change_of_a_record_that_is_watched_is_not_read_first() {
        Store<Counter> store = one.store(Counter.BY_KEY);
        one.replica(Counter.BY_KEY).watch("watched").await().atMost(PATIENCE);
        await(store.change("watched", StoreTest::plusOne));
        long before = reads();

        for (int i = 0; i < 100; i++) {
            await(store.change("watched", StoreTest::plusOne));
        }

        assertThat(await(store.read("watched")).orElseThrow().value().count()).isEqualTo(101);
        // Each that is faster than the change channel is told what there is by the write that did not happen.
        assertThat(reads() - before).as("reads").isLessThan(20);
    }

    private static long reads() {
        return redis.text("INFO commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_hmget:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+).*", "$1")))
                .sum();
    }

    @Test
    void a_decision_that_throws_fails_its_own_caller_only() {
        Store<Counter> store = one.store(Counter.WHOLE);
        Uni<Integer> good = store.change("mixed", StoreTest::plusOne);
        Uni<Integer> bad = store.change("mixed", present -> {
            throw new IllegalArgumentException("no");
        });

        List<Throwable> failures = new ArrayList<>();
        Uni.join()
                .all(good, bad.onFailure().invoke(failures::add).onFailure().recoverWithItem(-1), good)
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(failures).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(await(store.read("mixed")).orElseThrow().value().count()).isEqualTo(2);
    }

    @Test
    void an_id_with_a_line_break_is_refused() {
        assertThatThrownBy(() ->
                        await(one.store(Counter.WHOLE).change("a\nb", present -> Change.put(new Counter(1, "a")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void more_than_may_wait_is_refused_as_busy() {
        try (StateProcess narrow = StateProcess.start(redis.uri(), Map.of("foyer.state.max-waiting-per-record", "3"))) {
            Store<Counter> store = narrow.store(Counter.WHOLE);
            List<Uni<Integer>> storm = IntStream.range(0, 50)
                    .mapToObj(i -> store.<Integer>change("narrow", StoreTest::plusOne)
                            .onFailure(StateException.Busy.class)
                            .recoverWithItem(-1))
                    .toList();

            List<Integer> results = Uni.join().all(storm).andFailFast().await().atMost(PATIENCE);

            long done = results.stream().filter(result -> result > 0).count();
            assertThat(results).contains(-1);
            assertThat(await(store.read("narrow")).orElseThrow().value().count())
                    .isEqualTo((int) done);
        }
    }

    private static Uni<Integer> increment(StateProcess process) {
        return process.store(Counter.WHOLE).change("shared", StoreTest::plusOne);
    }

    static Change<Counter, Integer> plusOne(Optional<Counter> present) {
        int count = present.map(Counter::count).orElse(0) + 1;
        return Change.put(new Counter(count, "plus"), count);
    }

    static <R> R await(Uni<R> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
