package io.foyer.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many commands run at once. */
class ConcurrencyLimitTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Promise<String>> started = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void who_comes_too_many_waits_until_another_has_ended_well_or_not() {
        ConcurrencyLimit limit = new ConcurrencyLimit(vertx, 2, 10);
        List<Future<String>> outcomes = start(limit, 4);
        assertThat(started).hasSize(2);

        started.get(0).complete("first");
        await("third").until(() -> started.size() == 3);
        started.get(1).fail("second");
        await("fourth").until(() -> started.size() == 4);
        started.get(3).complete("fourth");

        assertThat(outcomes.get(0).result()).isEqualTo("first");
        assertThat(outcomes.get(1).failed()).isTrue();
        assertThat(outcomes.get(2).isComplete()).isFalse();
        assertThat(outcomes.get(3).result()).isEqualTo("fourth");
    }

    @Test
    void more_than_may_wait_are_refused() {
        ConcurrencyLimit limit = new ConcurrencyLimit(vertx, 1, 1);

        List<Future<String>> outcomes = start(limit, 3);

        assertThat(outcomes.stream().map(Future::failed)).containsExactly(false, false, true);
    }

    @Test
    void a_long_queue_of_commands_that_end_at_once_is_worked_off() {
        ConcurrencyLimit limit = new ConcurrencyLimit(vertx, 1, 100_000);
        Promise<String> first = Promise.promise();
        limit.run(first::future);
        List<Future<String>> rest = new ArrayList<>(IntStream.range(0, 50_000)
                .mapToObj(i -> limit.run(() -> Future.<String>failedFuture("away")))
                .toList());

        first.complete("done");

        await("the end of all").until(() -> rest.stream().allMatch(Future::failed));
        assertThat(limit.run(() -> Future.succeededFuture("again")).result()).isEqualTo("again");
    }

    @Test
    void work_that_throws_gives_its_place_back() {
        ConcurrencyLimit limit = new ConcurrencyLimit(vertx, 1, 1);

        Future<String> thrown = limit.run(() -> {
            throw new IllegalStateException("no");
        });

        assertThat(thrown.cause()).hasMessage("no");
        assertThat(limit.run(() -> Future.succeededFuture("next")).result()).isEqualTo("next");
    }

    private List<Future<String>> start(ConcurrencyLimit limit, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> limit.run(() -> {
                    Promise<String> work = Promise.promise();
                    started.add(work);
                    return work.future();
                }))
                .toList();
    }
}
