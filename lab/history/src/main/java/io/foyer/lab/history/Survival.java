package io.foyer.lab.history;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an acknowledged decision survives: a fault, what Redis keeps on disk, and the decisions that may be lost. Each row is a
 * test; {@link #table} is the table in docs/operations.md.
 */
record Survival(Fault fault, Persistence persistence, Loss loss) {
    enum Fault {
        REPLICA_KILLED("a replica is killed"),
        REPLICAS_KILLED("all replicas are killed"),
        REPLICA_CUT_OFF("a replica is cut off from Redis"),
        CLOCK_JUMP("the clock of a replica jumps by 10 s"),
        REDIS_KILLED("Redis is killed and started again"),
        FAIL_OVER("fail-over to a Redis replica that had been cut off"),
        REDIS_AND_A_REPLICA_KILLED("Redis and a replica are killed at once"),
        POWER_LOSS("the machines of Redis and of all replicas lose power"),
        FAIL_OVER_AND_REPLICAS_KILLED("fail-over as above, and all replicas are killed");

        private final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    enum Loss {
        NOTHING("nothing"),
        FEED("what only that replica knew: acknowledged there less than the lag of the change feed before"),
        LAST_SECONDS("the last 2 s: one until the next write to disk, and the write"),
        SINCE_COPY("what was decided since the copy: the last snapshot, or when the Redis replica was cut off"),
        EVERYTHING("everything");

        private final String words;

        Loss(String words) {
            this.words = words;
        }
    }

    static Stream<Survival> rows() {
        return Stream.of(
                new Survival(Fault.REPLICA_KILLED, Persistence.NONE, Loss.NOTHING),
                new Survival(Fault.REPLICAS_KILLED, Persistence.NONE, Loss.NOTHING),
                new Survival(Fault.REPLICA_CUT_OFF, Persistence.NONE, Loss.NOTHING),
                new Survival(Fault.CLOCK_JUMP, Persistence.NONE, Loss.NOTHING),
                new Survival(Fault.REDIS_KILLED, Persistence.NONE, Loss.NOTHING),
                new Survival(Fault.REDIS_KILLED, Persistence.RDB, Loss.NOTHING),
                new Survival(Fault.REDIS_KILLED, Persistence.AOF_EVERYSEC, Loss.NOTHING),
                new Survival(Fault.FAIL_OVER, Persistence.NONE, Loss.NOTHING),
                new Survival(Fault.REDIS_AND_A_REPLICA_KILLED, Persistence.NONE, Loss.FEED),
                new Survival(Fault.REDIS_AND_A_REPLICA_KILLED, Persistence.RDB, Loss.FEED),
                new Survival(Fault.POWER_LOSS, Persistence.NONE, Loss.EVERYTHING),
                new Survival(Fault.POWER_LOSS, Persistence.RDB, Loss.SINCE_COPY),
                new Survival(Fault.POWER_LOSS, Persistence.AOF_EVERYSEC, Loss.LAST_SECONDS),
                new Survival(Fault.POWER_LOSS, Persistence.AOF_ALWAYS, Loss.NOTHING),
                new Survival(Fault.FAIL_OVER_AND_REPLICAS_KILLED, Persistence.NONE, Loss.SINCE_COPY));
    }

    /** As Markdown. */
    static String table() {
        return rows().map(
                        row -> "| " + row.fault.words + " | " + row.persistence.words() + " | " + row.loss.words + " |")
                .collect(Collectors.joining(
                        "\n",
                        "| Fault | Persistence of Redis | Acknowledged decisions that may be lost |\n|---|---|---|\n",
                        "\n"));
    }

    /** Whether Redis is led to another one, made from a copy that was cut off earlier. */
    boolean failsOver() {
        return fault == Fault.FAIL_OVER || fault == Fault.FAIL_OVER_AND_REPLICAS_KILLED;
    }

    @Override
    public String toString() {
        return fault.words + ", " + persistence.words() + ": " + loss.words;
    }
}
