package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.plusOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.RoomRecord.Promotion;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.LatestValues;
import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What two processes can rely on, whatever kind of Redis they share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisKindContract {
    /** More than there are places in the pool of connections. */
    private static final int MANY = 300;

    private static final Duration LONG = Duration.ofMinutes(10);

    StateProcess one;
    StateProcess two;

    /** Starts Redis. */
    abstract RedisOptions open();

    /** The servers that take writes now. */
    abstract List<RedisProcess> masters();

    abstract void close();

    @BeforeAll
    void start() {
        RedisOptions options = open();
        one = StateProcess.start(new RedisOptions(options));
        two = StateProcess.start(new RedisOptions(options));
    }

    @AfterAll
    void stop() {
        if (two != null) {
            one.close();
            two.close();
        }
        close();
    }

    @Test
    void changes_of_many_records_arrive_at_another_process() {
        Replica<Counter> replica = two.replica(Counter.BY_KEY);
        List<String> ids = ids("followed");
        all(ids, replica::watch);

        all(ids, id -> one.store(Counter.BY_KEY).change(id, present -> plusOne(present)));

        await("every change").atMost(PATIENCE).until(() -> ids.stream()
                .allMatch(id -> replica.get(id).isPresent()));
        assertThat(done(one.store(Counter.BY_KEY).read(ids.getFirst()))).isEqualTo(replica.get(ids.getFirst()));
        await("current").atMost(PATIENCE).until(two.state::current);
    }

    @Test
    void a_whole_table_is_followed_to_its_last_removal() {
        Replica<Counter> replica = two.replica(Counter.WHOLE);
        done(replica.watchAll());
        Store<Counter> store = one.store(Counter.WHOLE);
        List<String> ids = ids("whole");
        all(ids, id -> store.change(id, present -> plusOne(present)));
        await("all records").atMost(PATIENCE).until(() -> replica.all().size() == MANY);

        all(ids, id -> store.change(id, present -> Change.remove(true)));

        await("all removed").atMost(PATIENCE).until(() -> replica.all().isEmpty());
    }

    @Test
    void no_increment_of_two_processes_is_lost() {
        List<Uni<Integer>> increments = IntStream.range(0, MANY)
                .mapToObj(i ->
                        (i % 2 == 0 ? one : two).store(Counter.BY_KEY).change("raced", present -> plusOne(present)))
                .toList();

        done(Uni.join().all(increments).andFailFast());

        assertThat(done(one.store(Counter.BY_KEY).read("raced")))
                .map(Snapshot::value)
                .map(Counter::count)
                .contains(MANY);
    }

    @Test
    void many_partitions_are_renewed_at_once() {
        Table<Counter> table = Counter.byKey("leased-counters");
        Store<Counter> brief = one.store(table.leased(Duration.ofMinutes(1)));
        Store<Counter> lasting = two.store(table.leased(LONG));
        List<String> ids = ids("leased");
        all(ids, id -> brief.change(id, present -> plusOne(present)));

        done(lasting.renew(ids));

        for (String id : ids) {
            String key = new Keys("foyer").partition("leased-counters", id);
            assertThat(done(one.commands.send(Command.PTTL, key)).toLong()).isGreaterThan(LONG.toMillis() / 2);
        }
    }

    @Test
    void leases_are_seen_by_all_until_they_end() {
        await("lease of the other process")
                .atMost(PATIENCE)
                .until(() -> done(two.leases().alive(one.leases().self())));
        done(one.leases().renew("ended", Duration.ofMillis(50)));

        await("end of the lease")
                .atMost(PATIENCE)
                .until(() -> !done(two.leases().alive("ended")));
    }

    @Test
    void latest_values_are_seen_by_all() {
        LatestValues<Counter> here = one.latest("load", Counter.class);
        LatestValues<Counter> there = two.latest("load", Counter.class);

        here.put("node", new Counter(7, "one"));

        await("value elsewhere").atMost(PATIENCE).until(() -> there.get("node").isPresent());
    }

    @Test
    void what_was_decided_survives_the_loss_of_all_data() {
        Replica<RoomRecord> replica = two.replica(Tables.ROOMS);
        List<String> rooms =
                IntStream.range(0, 20).mapToObj(i -> "live/lost" + i).toList();
        all(rooms, replica::watch);
        all(rooms, room -> promote(one, room, "alice"));
        await("every room").atMost(PATIENCE).until(() -> rooms.stream()
                .allMatch(room -> replica.get(room).isPresent()));

        masters().forEach(server -> assertThat(server.ask("FLUSHALL")).isEqualTo("+OK"));
        all(rooms, room -> promote(one, room, "bob"));

        rooms.forEach(room -> await("both in " + room).atMost(PATIENCE).until(() -> done(one.store(Tables.ROOMS)
                        .read(room))
                .filter(stored -> stored.value().promoted().keySet().containsAll(List.of("alice", "bob")))
                .isPresent()));
    }

    /** Writes again and again until it is done, and waits until the other process has it from the feed. */
    void worksAgain(String id) {
        Replica<Counter> replica = two.replica(Counter.BY_KEY);
        await("both current again").atMost(PATIENCE).until(() -> one.state.current() && two.state.current());
        for (String each : List.of(id + "-a", id + "-b", id + "-c", id + "-d", id + "-e", id + "-f")) {
            done(replica.watch(each));
            await("write of " + each)
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> done(one.store(Counter.BY_KEY).change(each, present -> plusOne(present))) > 0);
            await("change of " + each).atMost(PATIENCE).until(() -> replica.get(each)
                    .isPresent());
        }
    }

    static RedisOptions options(RedisClientType type, String hosts) {
        RedisOptions options = new RedisOptions().setType(type);
        Arrays.stream(hosts.split(",")).forEach(options::addConnectionString);
        return options;
    }

    static Uni<RoomRecord> promote(StateProcess by, String room, String name) {
        return by.store(Tables.ROOMS).change(room, present -> {
            RoomRecord now = present.orElse(RoomRecord.empty(room));
            long version = Math.max(now.version() + 1, System.currentTimeMillis());
            RoomRecord then = now.withPromotion(name, new Promotion(version, "host", version, version, false));
            return Change.put(then, then);
        });
    }

    private static List<String> ids(String name) {
        return IntStream.range(0, MANY).mapToObj(i -> name + i).toList();
    }

    private static <R> void all(List<String> ids, Function<String, Uni<R>> each) {
        done(Uni.join().all(ids.stream().map(each).toList()).andFailFast());
    }

    static <R> R done(Uni<R> uni) {
        return uni.await().atMost(PATIENCE);
    }

    static Optional<RedisProcess> listenedTo(List<RedisProcess> servers) {
        return servers.stream()
                .filter(server -> !server.text("CLIENT LIST TYPE pubsub").isBlank())
                .findFirst();
    }
}
