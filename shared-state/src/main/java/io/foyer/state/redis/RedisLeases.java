package io.foyer.state.redis;

import io.foyer.state.Leases;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deadlines in a sorted set, by Redis' clock, so that no process needs to trust another's. Each renewal is answered with
 * that clock and with all who are alive, which is remembered.
 */
final class RedisLeases implements Leases {
    private static final Script LEASE = Script.load("lease.lua");
    private static final int MAX_OWNERS = 10_000;
    private static final int ANSWERS_UNTIL_DEAD = 2;

    private final String self;
    private final Keys keys;
    private final RedisCommands redis;

    /** The number of the last answer that named the owner, or of the last one before it was first asked about. */
    private final Map<String, Long> named = new ConcurrentHashMap<>();

    private volatile long answers;
    private volatile Reading reading = new Reading(System.currentTimeMillis(), System.nanoTime());

    /** What the clock of Redis read at a moment here; before the first answer the local clock. */
    private record Reading(long millis, long nanos) {}

    RedisLeases(String self, Keys keys, RedisCommands redis) {
        this.self = self;
        this.keys = keys;
        this.redis = redis;
    }

    @Override
    public String self() {
        return self;
    }

    /** True once it is known what time it is and who is alive. */
    boolean informed() {
        return answers > 0;
    }

    /** The clock of Redis as estimated here. */
    long now() {
        Reading last = reading;
        return last.millis()
                + Duration.ofNanos(System.nanoTime() - last.nanos()).toMillis();
    }

    @Override
    public Uni<Void> renew(String owner, Duration length) {
        return Uni.createFrom().deferred(() -> {
            long sent = System.nanoTime();
            return run("renew", owner, length)
                    .invoke(reply -> learn(reply, sent))
                    .replaceWithVoid();
        });
    }

    private synchronized void learn(Response reply, long sent) {
        // The script ran some time between question and answer: half of the way is the best guess.
        long received = System.nanoTime();
        reading = new Reading(reply.get(0).toLong(), sent + (received - sent) / 2);
        long number = answers + 1;
        reply.get(1).forEach(owner -> named.put(owner.toString(), number));
        answers = number;
        if (named.size() > MAX_OWNERS) {
            named.values().removeIf(last -> number - last > 10 * ANSWERS_UNTIL_DEAD);
        }
    }

    @Override
    public boolean living(String owner) {
        Long last = named.get(owner);
        if (last == null) {
            if (named.size() < 2 * MAX_OWNERS) {
                named.putIfAbsent(owner, answers);
            }
            return true;
        }
        return answers - last < ANSWERS_UNTIL_DEAD;
    }

    @Override
    public Uni<Void> release(String owner) {
        return run("release", owner, Duration.ZERO).replaceWithVoid();
    }

    @Override
    public Uni<Boolean> alive(String owner) {
        return run("alive", owner, Duration.ZERO).map(reply -> reply.toInteger() == 1);
    }

    private Uni<Response> run(String operation, String owner, Duration length) {
        return redis.run(
                LEASE, keys.leases(), operation, owner, Long.toString(length.toMillis()), Integer.toString(MAX_OWNERS));
    }
}
