package io.foyer.lab.history;

import io.foyer.lab.redis.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three replicas and a Redis: {@code even} is as it should be, {@code late} learns of changes 200 ms later, {@code ahead} has
 * a clock that is 5 s ahead.
 *
 * <p>It outlives many runs: each takes a new room, and may take a new Redis, which the replicas find at the same place, empty.
 */
final class Cluster implements AutoCloseable {
    static final Duration FEED_LAG = Duration.ofMillis(200);
    static final Duration SEAT_GRACE = Duration.ofSeconds(1);

    /** Longer than anything is broken here: a room that nobody is in for that long is over, with all that was decided. */
    static final Duration ROOM_ENDS = Duration.ofMinutes(5);

    static final Duration AHEAD = Duration.ofSeconds(5);

    private static final List<String> SETTINGS = List.of(
            "foyer.room.seat-grace=" + SEAT_GRACE.toSeconds() + "s",
            "foyer.room.ends-after=" + ROOM_ENDS.toSeconds() + "s",
            "foyer.room.owners-checked=1s",
            // Nobody is there: compositions are not what is checked here.
            "foyer.room.stream-manager-url=http://127.0.0.1:1");

    private final List<Replica> replicas = new ArrayList<>();
    private RedisProcess redis;

    /** @param folder for logs; it is made */
    static Cluster start(Path folder) {
        Cluster cluster = new Cluster(folder);
        cluster.replicas.forEach(Replica::launch);
        cluster.replicas.forEach(Replica::awaitReady);
        return cluster;
    }

    private Cluster(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        redis = Persistence.NONE.start();
        replicas.add(new Replica("even", new Relay(redis.port(), Duration.ZERO), SETTINGS, folder));
        replicas.add(new Replica("late", new Relay(redis.port(), FEED_LAG), SETTINGS, folder));
        Replica ahead = new Replica("ahead", new Relay(redis.port(), Duration.ZERO), SETTINGS, folder);
        ahead.setClock(AHEAD);
        replicas.add(ahead);
    }

    RedisProcess redis() {
        return redis;
    }

    /** Ends the old Redis and leads all wires to this one, as a service address does after a fail-over. */
    void redis(RedisProcess next) {
        RedisProcess old = redis;
        redis = next;
        replicas.forEach(replica -> replica.relay().leadTo(next.port()));
        old.close();
    }

    List<Replica> replicas() {
        return replicas;
    }

    Replica replica(int index) {
        return replicas.get(index % replicas.size());
    }

    /** Each replica takes a command and shows the result: it is connected and its feed works. */
    void awaitWorking() {
        for (Replica replica : replicas) {
            replica.awaitReady();
            Await.orFail(Duration.ofSeconds(40), replica + " carries out commands", () -> works(replica));
        }
    }

    private static boolean works(Replica replica) {
        String room = "live/probe" + Long.toHexString(System.nanoTime());
        try (Client client = Client.connect(replica, room).orElse(null)) {
            if (client == null) {
                return false;
            }
            client.send("exclude", "probe", "");
            return Await.within(
                            Duration.ofSeconds(1),
                            () -> client.shown().excluded().contains("probe") ? Optional.empty() : Optional.of("probe"))
                    .isEmpty();
        }
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        redis.close();
    }
}
