package io.foyer.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foyer.lab.history.Client.Seen;
import io.foyer.lab.history.Client.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that learns of changes late, and one whose clock is wrong: neither shows or writes anything but what is right. */
class LagIT {
    private static final int EVEN = 0;
    private static final int LATE = 1;
    private static final int AHEAD = 2;

    /** What a busy machine may add. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** By how much the estimates of the store's clock may differ. */
    private static final Duration ESTIMATE = Duration.ofMillis(150);

    private static Cluster cluster;
    private static int rooms;

    private final String room = "live/lag" + Long.toHexString(System.nanoTime()) + rooms++;
    private final List<Client> hosts = new ArrayList<>();
    private final Model model = new Model(Cluster.SEAT_GRACE.toMillis());
    private final List<Shown> states = new ArrayList<>();

    @BeforeAll
    static void start() {
        cluster = Cluster.start(Path.of("target", "lag"));
        cluster.awaitWorking();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void openAHostAtEachReplica() {
        cluster.replicas()
                .forEach(replica -> hosts.add(Client.connect(replica, room).orElseThrow()));
        states.add(model.room());
        everywhere("greeted", Client::greeted);
    }

    @AfterEach
    void closeHosts() {
        hosts.forEach(Client::close);
    }

    @Test
    void a_replica_that_lags_shows_every_promotion_within_the_lag_and_writes_nothing_for_it() {
        List<String> names = List.of("alice", "bob", "carol", "dave", "erin");
        names.forEach(name -> publish(EVEN, name));
        everywhere("active", host -> host.shown().active().equals(names));
        long before = writes();
        List<Long> lags = new ArrayList<>();

        for (String name : names) {
            long asked = System.nanoTime();
            promote(EVEN, name);
            everywhere("promoted", host -> host.shown().conference().contains(name));
            Predicate<Shown> promoted = shown -> shown.conference().contains(name);
            assertThat(millisUntil(host(EVEN), asked, promoted)).isBetween(0L, BOUND.toMillis());
            lags.add(millisUntil(host(LATE), asked, promoted));
        }
        long lag = Cluster.FEED_LAG.toMillis();
        assertThat(lags).allMatch(each -> each <= lag + BOUND.toMillis());
        // One that came between two comparisons with the store is seen sooner.
        assertThat(lags).as("the lag is real").anyMatch(each -> each >= lag - 20);

        assertThat(writes() - before)
                .as("one write for each command, none of a follower")
                .isEqualTo(names.size());
        for (Client host : hosts) {
            assertThat(Sightings.fault(host.seen(), states)).isEmpty();
        }
    }

    @Test
    void what_a_replica_that_lags_decides_is_decided_about_what_is_stored() {
        long before = writes();
        for (int i = 0; i < 20; i++) {
            host(i % 2 == 0 ? EVEN : LATE).send("promote", "guest" + i, "");
        }

        everywhere("all promoted", host -> host.shown().conference().size() == 20);
        List<String> order = host(EVEN).shown().conference();
        for (Client host : hosts) {
            assertThat(host.shown().conference()).isEqualTo(order);
            assertThat(host.errorAfter(0)).isEmpty();
            assertThat(comings(host, Shown::conference)).as("each came once").allMatch(comings -> comings == 1);
        }
        // Commands that come while one is being written are written together.
        assertThat(writes() - before).isBetween(1L, 20L);
    }

    @Test
    void a_replica_shows_its_own_decision_with_the_facts_it_wrote_before() {
        publish(EVEN, "anna");
        everywhere("there", host -> host.shown().active().contains("anna"));
        for (int i = 0; i < 3; i++) {
            host(LATE).send("exclude", "anna", "");
            everywhere("excluded", host -> host.shown().excluded().contains("anna"));
            webhook(LATE, "stream-unpublished", "anna");
            eventually("written", () -> cluster.replica(LATE).webhooksWaiting() == 0);
            host(LATE).send("readmit", "anna", "");
            everywhere("readmitted", host -> host.shown().excluded().isEmpty());
            LockSupport.parkNanos(2 * Cluster.FEED_LAG.toNanos());
            webhook(EVEN, "stream-published", "anna");
            everywhere("back", host -> host.shown().active().contains("anna"));
        }
        assertThat(comings(host(LATE), Shown::active)).containsExactly(4);
    }

    @Test
    void who_came_first_is_first_whichever_replica_was_told() {
        clocksAreApart();
        List<String> names = List.of("first", "second", "third", "fourth");
        publish(AHEAD, "first");
        everywhere("first", host -> host.shown().active().size() == 1);
        publish(EVEN, "second");
        everywhere("second", host -> host.shown().active().size() == 2);
        try (Client ahead = poster(AHEAD, "third")) {
            everywhere("third", host -> host.shown().active().size() == 3);
            try (Client even = poster(EVEN, "fourth")) {
                everywhere("fourth", host -> host.shown().active().size() == 4);

                for (Client host : hosts) {
                    assertThat(host.shown().active()).isEqualTo(names);
                }
                for (Replica replica : cluster.replicas()) {
                    try (Client late = Client.connect(replica, room).orElseThrow()) {
                        eventually(
                                replica + " shows all",
                                () -> late.shown().active().equals(names));
                    }
                }
                assertThat(List.of(ahead, even)).allMatch(Client::connected);
            }
        }
    }

    @Test
    void a_seat_is_kept_for_the_grace_by_the_clock_of_the_store() {
        clocksAreApart();
        for (int at : List.of(AHEAD, EVEN)) {
            String name = "guest" + at;
            publish(at, name);
            everywhere("active", host -> host.shown().active().contains(name));
            host(at).send("promote", name, "");
            everywhere("promoted", host -> host.shown().conference().contains(name));

            long left = System.nanoTime();
            webhook(at, "stream-unpublished", name);
            everywhere("seat lost", host -> !host.shown().conference().contains(name));

            for (Client host : hosts) {
                assertThat(millisUntil(host, left, shown -> !shown.conference().contains(name)))
                        .as("left at " + cluster.replica(at))
                        .isBetween(
                                Cluster.SEAT_GRACE.minus(ESTIMATE).toMillis(),
                                Cluster.SEAT_GRACE.plus(BOUND).toMillis());
            }
        }
    }

    @Test
    void an_exclusion_ends_by_the_clock_of_the_store() {
        clocksAreApart();
        Duration length = Duration.ofSeconds(2);
        Map<String, Long> asked = new LinkedHashMap<>();
        for (int at : List.of(AHEAD, EVEN)) {
            String name = "guest" + at;
            asked.put(name, System.nanoTime());
            host(at).send("exclude", name, ",\"seconds\":" + length.toSeconds());
            everywhere("excluded", host -> host.shown().excluded().contains(name));
        }
        everywhere("readmitted", host -> host.shown().excluded().isEmpty());

        asked.forEach((name, since) -> {
            for (Client host : hosts) {
                long excluded =
                        millisUntil(host, since, shown -> shown.excluded().contains(name));
                long over =
                        millisUntil(host, since + Duration.ofMillis(excluded).toNanos(), shown -> !shown.excluded()
                                .contains(name));
                assertThat(excluded + over)
                        .as(name)
                        .isBetween(
                                length.minus(ESTIMATE).toMillis(),
                                length.plus(BOUND).toMillis());
            }
        });
    }

    /** Otherwise these tests would prove nothing. */
    private static void clocksAreApart() {
        assumeTrue(Replica.clocksCanBeSet(), "libfaketime is not installed");
        assertThat(cluster.replica(AHEAD).startedAt())
                .isCloseTo(
                        cluster.replica(EVEN).startedAt() + Cluster.AHEAD.toMillis(),
                        within(Cluster.AHEAD.toMillis() / 2));
    }

    private Client host(int at) {
        return hosts.get(at);
    }

    private void publish(int at, String name) {
        webhook(at, "stream-published", name);
        model.apply(new Operation.Publish(at, false, name), System.currentTimeMillis());
        states.add(model.room());
    }

    private void webhook(int at, String event, String name) {
        assertThat(cluster.replica(at).webhook(event, room + "/" + name, System.currentTimeMillis()))
                .contains(200);
    }

    private void promote(int at, String name) {
        host(at).send("promote", name, "");
        model.apply(new Operation.Promote(at, name), System.currentTimeMillis());
        states.add(model.room());
    }

    private Client poster(int at, String name) {
        Client poster = Client.connect(cluster.replica(at), room).orElseThrow();
        poster.send("post", name, "");
        return poster;
    }

    private void everywhere(String what, Predicate<Client> holds) {
        eventually(what, () -> hosts.stream().allMatch(holds));
    }

    private void eventually(String what, BooleanSupplier holds) {
        Optional<String> missing =
                Await.within(TIMEOUT, () -> holds.getAsBoolean() ? Optional.empty() : Optional.of(what));
        assertThat(missing)
                .as(() -> "what hosts see: " + hosts.stream().map(Client::shown).toList())
                .isEmpty();
    }

    /** From a moment on until the host was first sent something after which it sees this. */
    private static long millisUntil(Client host, long since, Predicate<Shown> wanted) {
        return host.seen().stream()
                .filter(each -> each.nanos() >= since && wanted.test(each.shown()))
                .mapToLong(each -> Duration.ofNanos(each.nanos() - since).toMillis())
                .findFirst()
                .orElseThrow();
    }

    /** How often each name came to the list. */
    private static List<Integer> comings(Client host, Function<Shown, List<String>> list) {
        Map<String, Integer> comings = new LinkedHashMap<>();
        List<String> before = List.of();
        for (Seen each : host.seen()) {
            List<String> now = list.apply(each.shown());
            for (String name : now) {
                if (!before.contains(name)) {
                    comings.merge(name, 1, Integer::sum);
                }
            }
            before = now;
        }
        return List.copyOf(comings.values());
    }

    /** Records that anybody wrote so far: each counts the revision of its partition up. */
    private static long writes() {
        String answer = cluster.redis()
                .ask("EVAL \"return tonumber(string.match(redis.call('INFO','commandstats'),"
                        + "'cmdstat_hincrby:calls=(%d+)'))\" 0");
        assertThat(answer).matches(":\\d+");
        return Long.parseLong(answer.substring(1));
    }
}
