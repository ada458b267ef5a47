package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a replica follows the store, and how it finds back. */
class ReplicaTest {
    private RedisProcess redis;
    private StateProcess writer;
    private StateProcess reader;

    @BeforeEach
    void start() {
        redis = RedisProcess.startKeepingData();
        writer = StateProcess.start(redis.uri());
        reader = StateProcess.start(redis.uri());
    }

    @AfterEach
    void stop() {
        writer.close();
        reader.close();
        redis.close();
    }

    @Test
    void it_holds_what_was_there_and_what_comes() {
        put("before", 1);
        Replica<Counter> replica = watchAll();

        put("after", 2);

        awaitCount(replica, "before", 1);
        awaitCount(replica, "after", 2);
    }

    @Test
    void it_follows_a_removal() {
        put("gone", 1);
        Replica<Counter> replica = watchAll();
        awaitCount(replica, "gone", 1);

        await(writer.store(Counter.WHOLE).change("gone", present -> Change.remove(true)));

        await("removal of gone").atMost(PATIENCE).until(() -> replica.get("gone")
                .isEmpty());
    }

    @Test
    void its_listeners_see_every_change_of_a_record_in_order() {
        Replica<Counter> replica = reader.replica(Counter.WHOLE);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        replica.onChange(event -> {
            if (event instanceof Replica.Event.Stored<Counter> stored) {
                seen.add(stored.snapshot().value().count());
            }
        });
        await(replica.watchAll());

        for (int i = 1; i <= 100; i++) {
            put("listed", i);
        }

        await("100 changes").atMost(PATIENCE).until(() -> seen.contains(100));
        assertThat(seen).isSorted().hasSize(100);
    }

    @Test
    void a_table_by_key_is_held_only_where_it_is_watched() {
        Replica<Counter> replica = reader.replica(Counter.BY_KEY);
        await(replica.watch("mine"));
        await(writer.store(Counter.BY_KEY).change("mine", present -> Change.put(new Counter(1, "a"))));
        await(writer.store(Counter.BY_KEY).change("other", present -> Change.put(new Counter(1, "a"))));
        awaitCount(replica, "mine", 1);
        assertThat(replica.get("other")).isEmpty();

        List<String> removed = new CopyOnWriteArrayList<>();
        replica.onChange(event -> {
            if (event instanceof Replica.Event.Removed<Counter>(String id, Counter before)) {
                removed.add(id);
            }
        });
        replica.unwatch("mine");

        await("mine no longer held").atMost(PATIENCE).until(() -> replica.get("mine")
                .isEmpty());
        await("who keeps an index knows").atMost(PATIENCE).until(() -> removed.equals(List.of("mine")));
    }

    @Test
    void ten_thousand_records_are_loaded_and_followed() {
        for (int i = 0; i < 10_000; i += 1_000) {
            putRange(i, i + 1_000);
        }

        Replica<Counter> replica = watchAll();

        assertThat(replica.all()).hasSize(10_000);
        putRange(10_000, 11_000);
        await("1,000 more").atMost(PATIENCE).until(() -> replica.all().size() == 11_000);
    }

    @Test
    void a_lost_message_is_found_by_comparing() {
        put("quiet", 1);
        Replica<Counter> replica = watchAll();
        String partition = "foyer:counters:{counters}";
        String revision =
                Long.toString(replica.get("quiet").orElseThrow().version().revision() + 1);

        // A write whose message never arrives: the store moves on in silence.
        await(writer.commands.send(
                Command.HSET,
                partition,
                "revision",
                revision,
                "=quiet",
                revision + ":{\"count\":7,\"by\":\"silent\"}"));

        awaitCount(replica, "quiet", 7);
    }

    @Test
    void a_gap_between_messages_is_repaired_at_once() {
        put("gap", 1);
        Replica<Counter> replica = watchAll();
        String partition = "foyer:counters:{counters}";
        long revision = replica.get("gap").orElseThrow().version().revision();
        await(writer.commands.send(
                Command.HSET,
                partition,
                "revision",
                Long.toString(revision + 1),
                "=gap",
                (revision + 1) + ":{\"count\":7,\"by\":\"silent\"}"));

        put("other", 1);

        awaitCount(replica, "gap", 7);
        awaitCount(replica, "other", 1);
    }

    @Test
    void an_announcement_that_cannot_be_read_harms_nothing() {
        put("sound", 1);
        Replica<Counter> replica = watchAll();

        await(writer.commands.send(Command.PUBLISH, "foyer:changes:counters", "nonsense"));
        put("sound", 2);

        awaitCount(replica, "sound", 2);
    }

    @Test
    void redis_away_leaves_reads_working_and_coming_back_with_its_data_repairs_everything() {
        put("kept", 1);
        Replica<Counter> replica = watchAll();
        awaitCount(replica, "kept", 1);

        redis.kill();
        await("notices").atMost(PATIENCE).until(() -> !replica.current());
        assertThat(replica.get("kept")).map(Snapshot::value).contains(new Counter(1, "test"));

        redis.restart();
        await("current again").atMost(PATIENCE).until(replica::current);
        put("kept", 2);
        awaitCount(replica, "kept", 2);
    }

    @Test
    void a_write_during_the_outage_of_one_replica_is_seen_after_it() {
        put("missed", 1);
        Replica<Counter> replica = watchAll();
        redis.kill();
        await("notices").atMost(PATIENCE).until(() -> !replica.current());
        redis.restart();
        put("missed", 2);

        awaitCount(replica, "missed", 2);
    }

    @Test
    void records_that_the_store_lost_are_put_back_by_those_who_hold_them() {
        RedisProcess forgetful = RedisProcess.start();
        try (StateProcess one = StateProcess.start(forgetful.uri());
                StateProcess two = StateProcess.start(forgetful.uri())) {
            Replica<Counter> replica = one.replica(Counter.WHOLE);
            Replica<Counter> second = two.replica(Counter.WHOLE);
            await(one.store(Counter.WHOLE).change("held", present -> Change.put(new Counter(5, "a"))));
            await(replica.watchAll());
            await(second.watchAll());
            String epoch = replica.get("held").orElseThrow().version().epoch();

            forgetful.kill();
            forgetful.restart();

            await("the record under a new epoch")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> StoreTest.await(two.store(Counter.WHOLE).read("held"))
                            .filter(held -> held.value().count() == 5
                                    && !held.version().epoch().equals(epoch))
                            .isPresent());
            await("replicas agree")
                    .atMost(PATIENCE)
                    .until(() -> replica.get("held").equals(second.get("held")) && replica.current());
            assertThat(replica.get("held")).map(Snapshot::value).contains(new Counter(5, "a"));
        } finally {
            forgetful.close();
        }
    }

    @Test
    void a_store_that_went_back_in_time_is_right() {
        put("older", 1);
        Replica<Counter> replica = watchAll();
        put("older", 2);
        awaitCount(replica, "older", 2);
        long revision = replica.get("older").orElseThrow().version().revision();

        await(writer.commands.send(
                Command.HSET,
                "foyer:counters:{counters}",
                "revision",
                Long.toString(revision - 1),
                "=older",
                (revision - 1) + ":{\"count\":1,\"by\":\"backup\"}"));

        awaitCount(replica, "older", 1);
    }

    @Test
    void a_watch_that_begins_while_redis_is_away_completes_when_it_is_back() {
        redis.kill();
        Replica<Counter> replica = reader.replica(Counter.WHOLE);
        var watching = replica.watchAll().subscribeAsCompletionStage();
        assertThat(watching).isNotDone();

        redis.restart();

        assertThat(watching).succeedsWithin(PATIENCE);
    }

    @Test
    void connections_that_fall_silent_without_breaking_are_given_up_and_replaced() {
        try (Cable cable = Cable.to(redis.port());
                StateProcess far = StateProcess.start(cable.uri())) {
            put("far", 1);
            Replica<Counter> replica = far.replica(Counter.WHOLE);
            await(replica.watchAll());
            // As many at once as there may be connections, so that every one of them is open.
            StoreTest.await(Uni.join()
                    .all(IntStream.range(0, 100)
                            .mapToObj(i -> far.store(Counter.WHOLE).read("far"))
                            .toList())
                    .andFailFast());

            cable.silence();
            put("far", 2);

            awaitCount(replica, "far", 2);
            written(() -> far.store(Counter.WHOLE).change("far", present -> Change.put(new Counter(3, "far"))));
            for (int i = 0; i < 100; i++) {
                await(far.store(Counter.WHOLE).read("far"));
            }
        }
    }

    @Test
    void silence_of_the_channel_is_noticed_and_the_subscription_renewed() {
        put("silent", 1);
        Replica<Counter> replica = watchAll();

        // Redis closes every subscriber without a word to the others.
        await(writer.commands.send(Command.CLIENT, "KILL", "TYPE", "pubsub"));
        put("silent", 2);

        awaitCount(replica, "silent", 2);
        await("current again").atMost(PATIENCE).until(replica::current);
    }

    private Replica<Counter> watchAll() {
        Replica<Counter> replica = reader.replica(Counter.WHOLE);
        await(replica.watchAll());
        return replica;
    }

    private void put(String id, int count) {
        written(() -> writer.store(Counter.WHOLE).change(id, present -> Change.put(new Counter(count, "test"))));
    }

    /** Redis may just be starting: a refused write is tried again. */
    private static void written(Supplier<Uni<?>> write) {
        await("write")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> {
                    StoreTest.await(write.get());
                    return true;
                });
    }

    private void putRange(int from, int to) {
        StoreTest.await(Uni.join()
                .all(IntStream.range(from, to)
                        .mapToObj(i -> writer.store(Counter.WHOLE)
                                .change("n" + i, present -> Change.put(new Counter(i, "range"))))
                        .toList())
                .andFailFast());
    }

    private static void awaitCount(Replica<Counter> replica, String id, int count) {
        await(id + " = " + count).atMost(PATIENCE).until(() -> replica.get(id)
                .filter(held -> held.value().count() == count)
                .isPresent());
    }
}
