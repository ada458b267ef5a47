package io.foyer.state.redis;

/** The names of everything in Redis. What stands in braces is the Redis Cluster hash tag. */
record Keys(String prefix) {
    /** A hash with the fields {@code epoch}, {@code revision} and, for each record, {@code =id}. */
    String partition(String partition) {
        return prefix + ":{" + partition + "}";
    }

    /** Where the changes of a partition are announced. */
    String channel(String partition) {
        return prefix + ":changes:" + partition;
    }

    /** Where a process hears itself. */
    String pulse(String process) {
        return prefix + ":pulse:" + process;
    }

    /** A hash of values without revisions. */
    String latest(String name) {
        return prefix + ":latest:" + name;
    }

    /** A sorted set of running leases by deadline. */
    String leases() {
        return prefix + ":{leases}";
    }

    /** A sorted set of ended leases by the deadline of whoever reaps them. */
    String endedLeases() {
        return prefix + ":{leases}:ended";
    }
}
