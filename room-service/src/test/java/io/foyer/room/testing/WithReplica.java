package io.foyer.room.testing;

import io.foyer.lab.redis.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests have in common that need a replica with settings of its own, on the Redis of the application under test. */
public abstract class WithReplica {
    protected RedisProcess redis;
    protected final String room = Nodes.newRoom();
    protected Replica replica;

    @BeforeEach
    void startReplica() {
        replica = Replica.start(redis.uri(), settings());
    }

    @AfterEach
    void stopReplica() {
        replica.close();
    }

    /** As {@code key=value}. */
    protected abstract String[] settings();
}
