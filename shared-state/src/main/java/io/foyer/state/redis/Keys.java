package io.foyer.state.redis;

/**
 * The names of everything in Redis. What stands in braces is the Redis Cluster hash tag: records of one partition share a
 * slot (whatever belongs to a room is one partition), and so do partitions of the same name in different tables.
 */
record Keys(String prefix) {
    /** A hash with the fields {@code epoch}, {@code revision}, {@code server} and, for each record, {@code =id}. */
    String partition(String table, String partition) {
        return prefix + ":" + table + ":{" + partition + "}";
    }

    /** Where the changes of a partition are announced. */
    String channel(String table, String partition) {
        return prefix + ":changes:" + table + ":" + partition;
    }

    /** Where a process hears itself. */
    String pulse(String process) {
        return prefix + ":pulse:" + process;
    }

    /** A hash of values without revisions, {@code =id}, with the number of their last batch, {@code batch}. */
    String latest(String name) {
        return prefix + ":latest:{" + name + "}";
    }

    /** Where batches of such values are sent. */
    String latestChannel(String name) {
        return prefix + ":changes:latest:" + name;
    }

    /** A sorted set of running leases by deadline. */
    String leases() {
        return prefix + ":{leases}";
    }

    /** Ids come from clients in the end; what would break the message format is refused here, last of all. */
    static String checked(String id) {
        if (id.isEmpty() || id.length() > 1024 || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("record id must be 1 to 1024 characters without control characters");
        }
        return id;
    }
}
