package io.foyer.state.redis;

import io.foyer.state.Leases;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;

/** Deadlines in two sorted sets, by Redis' clock, so that no process needs to trust another's. */
final class RedisLeases implements Leases {
    private static final Script LEASE = Script.load("lease.lua");
    private static final String MOST_AT_ONCE = "100";

    private final String self;
    private final Keys keys;
    private final RedisCommands redis;

    RedisLeases(String self, Keys keys, RedisCommands redis) {
        this.self = self;
        this.keys = keys;
        this.redis = redis;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public Uni<Void> renew(String owner, Duration length) {
        return run("renew", owner, length).replaceWithVoid();
    }

    @Override
    public Uni<Void> release(String owner) {
        return run("release", owner, Duration.ZERO).replaceWithVoid();
    }

    @Override
    public Uni<Boolean> alive(String owner) {
        return run("alive", owner, Duration.ZERO).map(reply -> reply.toInteger() == 1);
    }

    @Override
    public Uni<List<String>> claimEnded(Duration within) {
        return run("claim", "", within)
                .map(reply -> reply.stream().map(Response::toString).toList());
    }

    private Uni<Response> run(String operation, String owner, Duration length) {
        return redis.run(
                LEASE,
                List.of(keys.leases(), keys.endedLeases()),
                List.of(operation, owner, Long.toString(length.toMillis()), MOST_AT_ONCE));
    }
}
