package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
    void nothing_that_was_decided_in_a_room_is_lost_in_whatever_order_they_come_back(String order) {
        heldByBoth(room(List.of("alice"), List.of("eve"), List.of("alice", "bob"), "alice"));
        loseEverything();

        for (String who : order.split("")) {
            switch (who) {
                case "1" -> first.returns(room -> with(room, "from-first"));
                case "2" -> second.returns(room -> with(room, "from-second"));
                default -> stranger.returns(room -> with(room, "from-stranger"));
            }
        }

        RoomRecord end = agreed();
        assertThat(end.active())
                .containsExactlyInAnyOrder("alice", "from-first", "from-second", "from-stranger")
                .startsWith("alice");
        assertThat(end.conference()).containsExactly("alice", "bob");
        assertThat(end.excluded()).containsExactly("eve");
        assertThat(end.presenter()).isEqualTo("alice");
    }

    @Test
    void what_was_decided_since_is_not_undone_by_a_holder_that_comes_back_late() {
        heldByBoth(room(List.of(), List.of(), List.of("alice", "bob"), "alice"));
        loseEverything();
        stranger.returns(room -> with(room, "carol"));
        first.returns(room -> without(room, "bob"));

        second.returns();

        RoomRecord end = agreed();
        assertThat(end.conference()).containsExactly("alice");
        assertThat(end.active()).containsExactly("carol");
    }

    @Test
    void a_holder_that_slept_through_two_losses_undoes_nothing_either() {
        heldByBoth(room(List.of(), List.of(), List.of("alice", "bob"), "alice"));
        loseEverything();
        first.returns(room -> without(room, "bob"));
        first.holds(held -> held.conference().equals(List.of("alice")));
        loseEverything();
        first.returns(room -> with(room, "carol"));

        second.returns();

        assertThat(agreed().conference()).containsExactly("alice");
    }

    @Test
    void a_holder_that_knew_more_than_the_one_before_it_adds_what_it_knew() {
        heldByBoth(room(List.of(), List.of(), List.of("alice"), "alice"));
        first.cable.cut();
        second.writes(room -> with(room, "last-minute"));
        second.holds(held -> held.active().contains("last-minute"));
        loseEverything();
        first.returns(room -> with(room, "carol"));

        second.returns();

        assertThat(agreed().active()).containsExactlyInAnyOrder("carol", "last-minute");
    }

    @Test
    void who_is_barred_by_either_side_is_let_in_by_neither() {
        heldByBoth(room(List.of("eve", "mallory"), List.of(), List.of("eve", "mallory"), "eve"));
        loseEverything();
        stranger.returns(room -> new RoomRecord(ROOM, List.of("zoe"), List.of("eve"), List.of("zoe"), "zoe"));

        first.returns();
        second.returns();

        RoomRecord end = agreed();
        assertThat(end.excluded()).containsExactly("eve");
        assertThat(end.active()).containsExactly("mallory", "zoe");
        assertThat(end.conference()).containsExactly("mallory", "zoe");
        assertThat(end.presenter()).isEqualTo("zoe");
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
    void what_was_removed_since_stays_removed() {
        Set<String> ids = Set.of("kept", "removed");
        ids.forEach(id ->
                await(stranger.process.store(Counter.WHOLE).change(id, p -> Change.put(new Counter(1, "before")))));
        Replica<Counter> one = first.process.replica(Counter.WHOLE);
        Replica<Counter> two = second.process.replica(Counter.WHOLE);
        await(one.watchAll());
        await(two.watchAll());
        loseEverything();
        first.cable.mend();
        written(() -> first.process.store(Counter.WHOLE).change("removed", p -> Change.remove(p.isPresent())));

        second.cable.mend();

        await("both follow").atMost(PATIENCE).until(() -> one.current() && two.current());
        await("both have only the other")
                .atMost(PATIENCE)
                .until(() -> one.all().size() == 1 && two.all().size() == 1);
        assertThat(await(first.process.store(Counter.WHOLE).read("removed"))).isEmpty();
        assertThat(two.get("kept")).isPresent();
    }

    @Test
    void a_room_whose_last_watcher_leaves_while_redis_is_away_is_not_forgotten() {
        heldByBoth(room(List.of(), List.of("eve"), List.of("alice"), "alice"));
        second.replica().unwatch(ROOM);
        await("no longer held").atMost(PATIENCE).until(() -> second.held().isEmpty());
        loseEverything();
        await("noticed").atMost(PATIENCE).until(() -> !first.replica().current());
        first.replica().unwatch(ROOM);

        first.cable.mend();

        stranger.cable.mend();
        await("the room is back").atMost(PATIENCE).ignoreExceptions().until(() -> stranger.stored()
                .filter(room -> room.excluded().contains("eve"))
                .isPresent());
        await("and then let go").atMost(PATIENCE).until(() -> first.held().isEmpty());
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

    private RoomRecord agreed() {
        stranger.returns();
        await("both follow again")
                .atMost(PATIENCE)
                .until(() -> first.replica().current() && second.replica().current());
        await("all have the same")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> first.held().isPresent()
                        && first.held().equals(second.held())
                        && first.held().equals(stranger.stored()));
        return first.held().orElseThrow();
    }

    private static RoomRecord room(
            List<String> active, List<String> excluded, List<String> conference, String presenter) {
        return new RoomRecord(ROOM, active, excluded, conference, presenter);
    }

    private static RoomRecord with(Optional<RoomRecord> room, String name) {
        RoomRecord now = room.orElse(room(List.of(), List.of(), List.of(), null));
        List<String> active =
                Stream.concat(now.active().stream(), Stream.of(name)).distinct().toList();
        return room(active, now.excluded(), now.conference(), now.presenter());
    }

    private static RoomRecord without(Optional<RoomRecord> room, String name) {
        RoomRecord now = room.orElse(room(List.of(), List.of(), List.of(), null));
        List<String> conference =
                now.conference().stream().filter(each -> !each.equals(name)).toList();
        return room(now.active(), now.excluded(), conference, now.presenter());
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

        void returns(Function<Optional<RoomRecord>, RoomRecord> decision) {
            cable.mend();
            writes(decision);
        }

        void writes(Function<Optional<RoomRecord>, RoomRecord> decision) {
            written(() -> process.store(Tables.ROOMS).change(ROOM, room -> Change.put(decision.apply(room))));
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
