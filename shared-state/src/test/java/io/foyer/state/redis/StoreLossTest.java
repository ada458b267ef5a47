package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.RoomRecord.Exclusion;
import io.foyer.contract.RoomRecord.Promotion;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of records when Redis comes back without its data: two replicas held them, and somebody who did not writes
 * as well. Each of the three has its own way to Redis, so that a test says who is back when.
 */
class StoreLossTest {
    private static final String ROOM = "live/room1";
    private static final RoomRecord EMPTY = RoomRecord.empty(ROOM);

    private RedisProcess redis;
    private Peer first;
    private Peer second;
    private Peer stranger;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        first = new Peer(redis);
        second = new Peer(redis);
        stranger = new Peer(redis);
    }

    @AfterEach
    void stop() {
        Stream.of(first, second, stranger).forEach(Peer::close);
        redis.close();
    }

    /** Every order in which the holders 1 and 2 and the stranger S come back; each of them writes as soon as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"12S", "1S2", "21S", "2S1", "S12", "S21"})
    void nothing_that_was_decided_about_a_room_is_lost_in_whatever_order_they_come_back(String order) {
        heldByBoth(promoting(promoting(excluding(EMPTY, "eve"), "alice"), "bob"));
        loseEverything();

        for (String who : order.split("")) {
            switch (who) {
                case "1" -> first.returns(room -> promoting(room, "from-first"));
                case "2" -> second.returns(room -> promoting(room, "from-second"));
                default -> stranger.returns(room -> promoting(room, "from-stranger"));
            }
        }

        RoomRecord end = agreed(room -> room.promoted().size() == 5);
        assertThat(end.promoted()).containsOnlyKeys("alice", "bob", "from-first", "from-second", "from-stranger");
        assertThat(end.excluded()).containsOnlyKeys("eve");
    }

    /** As many changes as were lost are made instead, and more: the revisions say nothing about it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void what_others_wrote_on_an_older_dump_is_added_to_what_was_lost(int instead) {
        heldByBoth(promoting(EMPTY, "alice"));
        redis.ask("SAVE");
        first.writes(room -> excluding(room, "eve"));
        first.writes(room -> promoting(room, "bob"));
        second.holds(room -> room.promoted().containsKey("bob"));
        loseEverything();

        stranger.returns();
        for (int i = 0; i < instead; i++) {
            String name = "stranger" + i;
            stranger.writes(room -> promoting(room, name));
        }
        first.returns();
        second.returns();

        RoomRecord end = agreed(room -> room.promoted().size() == 2 + instead);
        assertThat(end.promoted()).containsKeys("alice", "bob", "stranger0");
        assertThat(end.excluded()).containsOnlyKeys("eve");
    }

    @Test
    void what_was_decided_since_is_not_undone_by_a_holder_that_comes_back_late() {
        heldByBoth(promoting(promoting(EMPTY, "alice"), "bob"));
        loseEverything();
        stranger.returns(room -> promoting(room, "carol"));
        first.returns(room -> demoting(room, "bob"));

        second.returns();

        RoomRecord end = agreed(room -> room.promoted().size() == 3);
        assertThat(end.promoted().get("bob").holds()).isFalse();
        assertThat(end.promoted().get("alice").holds()).isTrue();
    }

    @Test
    void a_holder_that_slept_through_two_losses_undoes_nothing_either() {
        heldByBoth(promoting(promoting(EMPTY, "alice"), "bob"));
        loseEverything();
        first.returns(room -> demoting(room, "bob"));
        first.holds(held -> !held.promoted().get("bob").holds());
        loseEverything();
        first.returns(room -> promoting(room, "carol"));

        second.returns();

        RoomRecord end = agreed(room -> room.promoted().size() == 3);
        assertThat(end.promoted().get("bob").holds()).isFalse();
    }

    @Test
    void a_holder_that_knew_more_than_the_one_before_it_adds_what_it_knew() {
        heldByBoth(promoting(EMPTY, "alice"));
        first.cable.cut();
        second.writes(room -> promoting(room, "last-minute"));
        second.holds(held -> held.promoted().containsKey("last-minute"));
        loseEverything();
        first.returns(room -> promoting(room, "carol"));

        second.returns();

        RoomRecord end = agreed(room -> room.promoted().size() == 3);
        assertThat(end.promoted()).containsOnlyKeys("alice", "carol", "last-minute");
    }

    @Test
    void a_readmission_is_not_undone_by_who_missed_it() {
        heldByBoth(excluding(EMPTY, "eve"));
        second.cable.cut();
        first.writes(room -> readmitting(room, "eve"));
        first.holds(held -> !held.excluded().get("eve").holds());
        loseEverything();
        second.returns(room -> promoting(room, "carol"));

        first.returns();

        assertThat(agreed(room -> !room.excluded().get("eve").holds()).promoted())
                .containsOnlyKeys("carol");
    }

    @Test
    void a_single_record_written_early_does_not_cost_the_rest_of_its_table() {
        for (int i = 0; i < 50; i++) {
            int count = i;
            await(stranger.process.store(Counter.WHOLE).change("n" + i, p -> Change.put(new Counter(count, "before"))));
        }
        Replica<Counter> held = first.process.replica(Counter.WHOLE);
        await(held.watchAll());
        loseEverything();
        stranger.cable.mend();
        written(() -> stranger.process
                .store(Counter.WHOLE)
                .change("n7", p -> Change.put(new Counter(p.map(Counter::count).orElse(1_000), "early"))));

        first.cable.mend();

        await("all put back")
                .atMost(PATIENCE)
                .until(() -> held.current() && held.all().size() == 50);
        assertThat(held.get("n7")).map(Snapshot::value).contains(new Counter(1_000, "early"));
        assertThat(held.get("n8")).map(Snapshot::value).contains(new Counter(8, "before"));
        assertThat(await(stranger.process.store(Counter.WHOLE).read("n8"))).isEqualTo(held.get("n8"));
    }

    @Test
    void the_fact_that_began_a_partition_is_restored_as_well() {
        Replica<Counter> held = first.process.replica(Counter.WHOLE);
        await(held.watchAll());
        await(stranger.process.store(Counter.WHOLE).change("first", p -> Change.put(new Counter(1, "before"))));
        await("cached").atMost(PATIENCE).until(() -> held.get("first").isPresent());
        loseEverything();

        first.cable.mend();

        stranger.cable.mend();
        await("restored").atMost(PATIENCE).ignoreExceptions().until(() -> StoreTest.await(
                        stranger.process.store(Counter.WHOLE).read("first"))
                .isPresent());
    }

    private void heldByBoth(RoomRecord room) {
        await(stranger.process.store(Tables.ROOMS).change(ROOM, present -> Change.put(room)));
        await(first.replica().watch(ROOM));
        await(second.replica().watch(ROOM));
    }

    /** All are cut off, and Redis begins anew with nothing. */
    private void loseEverything() {
        Stream.of(first, second, stranger).forEach(peer -> peer.cable.cut());
        redis.restart();
    }

    private RoomRecord agreed(Predicate<RoomRecord> settled) {
        stranger.returns();
        await("both follow again")
                .atMost(PATIENCE)
                .until(() -> first.replica().current() && second.replica().current());
        await("all have the same")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> first.held().isPresent()
                        && settled.test(first.held().orElseThrow())
                        && first.held().equals(second.held())
                        && first.held().equals(stranger.stored()));
        return first.held().orElseThrow();
    }

    private static RoomRecord promoting(RoomRecord room, String name) {
        long version = next(room);
        return room.withPromotion(name, new Promotion(version, "host", version, version, false));
    }

    private static RoomRecord demoting(RoomRecord room, String name) {
        long version = next(room);
        return room.withPromotion(name, new Promotion(version, "host", version, 0, true));
    }

    private static RoomRecord excluding(RoomRecord room, String name) {
        long version = next(room);
        return room.withExclusion(name, new Exclusion(version, "host", version, 0, null, false));
    }

    private static RoomRecord readmitting(RoomRecord room, String name) {
        long version = next(room);
        return room.withExclusion(name, new Exclusion(version, "host", version, 0, null, true));
    }

    /** As room-service does it. */
    private static long next(RoomRecord room) {
        return Math.max(room.version() + 1, System.currentTimeMillis());
    }

    /** The way may just be mended: a refused write is tried again. */
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

    /** One process and its way to Redis. */
    private static final class Peer implements AutoCloseable {
        private final Cable cable;
        private final StateProcess process;

        Peer(RedisProcess redis) {
            cable = Cable.to(redis.port());
            process = StateProcess.start(cable.uri());
        }

        void returns() {
            cable.mend();
        }

        void returns(UnaryOperator<RoomRecord> decision) {
            cable.mend();
            writes(decision);
        }

        void writes(UnaryOperator<RoomRecord> decision) {
            written(() ->
                    process.store(Tables.ROOMS).change(ROOM, room -> Change.put(decision.apply(room.orElse(EMPTY)))));
        }

        Replica<RoomRecord> replica() {
            return process.replica(Tables.ROOMS);
        }

        Optional<RoomRecord> held() {
            return replica().get(ROOM).map(Snapshot::value);
        }

        void holds(Predicate<RoomRecord> what) {
            await("held").atMost(PATIENCE).until(() -> held().filter(what).isPresent());
        }

        Optional<RoomRecord> stored() {
            return StoreTest.await(process.store(Tables.ROOMS).read(ROOM)).map(Snapshot::value);
        }

        @Override
        public void close() {
            process.close();
            cable.close();
        }
    }
}
