package io.foyer.state;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * One kind of shared record, how its records are grouped into partitions, and what becomes of them when Redis loses data.
 *
 * <p>A partition is what is stored under one Redis key, written by one script and announced on one channel. A
 * <i>whole</i> table is a single partition (nodes, streams): whoever watches it has all of it. A <i>grouped</i> table has
 * many (one for each conference room and its waiting room): a replica has just those that somebody here watches.
 *
 * <p>A table holds either decisions or facts. <b>Decisions</b> ({@link #mergedBy}) carry a version in each entry, so any
 * two copies of a record can be merged at any time. <b>Facts</b> (all others) cannot: what Redis has is right, unless there
 * is evidence that it lost data.
 *
 * @param name what the table is called in Redis keys; lower case letters and dashes
 * @param type the record type, written as JSON
 * @param partitioning the partition of a record's id; it is the Redis Cluster hash tag
 * @param whole true if that is one partition for all
 * @param decisions true for a table of decisions
 * @param merge one record of two copies. Of decisions: any two; pure, commutative, associative, idempotent. Of facts: the
 *     cached one that Redis lost and the one it has now, in this order
 * @param lease how long a partition lives after its last write or renewal; empty for ever
 */
public record Table<T>(
        String name,
        Class<T> type,
        UnaryOperator<String> partitioning,
        boolean whole,
        boolean decisions,
        BinaryOperator<T> merge,
        Optional<Duration> lease) {
    public Table {
        Objects.requireNonNull(type);
        if (!name.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("table name: " + name);
        }
        lease.filter(length -> !length.isPositive()).ifPresent(length -> {
            throw new IllegalArgumentException("lease of table " + name + ": " + length);
        });
    }

    /** A table that is replicated as a whole. */
    public static <T> Table<T> whole(String name, Class<T> type) {
        return new Table<>(name, type, id -> name, true, false, (cached, stored) -> stored, Optional.empty());
    }

    /** A table of which a replica has only the partitions it watches. */
    public static <T> Table<T> grouped(String name, Class<T> type, UnaryOperator<String> partition) {
        return new Table<>(name, type, partition, false, false, (cached, stored) -> stored, Optional.empty());
    }

    /** A table of decisions: two copies of a record are merged like this, whichever is newer. */
    public Table<T> mergedBy(BinaryOperator<T> operator) {
        return new Table<>(name, type, partitioning, whole, true, operator, lease);
    }

    /**
     * A table of facts of which somebody may write a record again before those who remember it: after a loss (and only
     * then) the record becomes this of the one cached before and the one written since. By default the latter.
     */
    public Table<T> reconciledBy(BinaryOperator<T> cachedAndStored) {
        return new Table<>(name, type, partitioning, whole, false, cachedAndStored, lease);
    }

    /** Partitions end by themselves this long after the last write or {@link Store#renew}. */
    public Table<T> leased(Duration length) {
        return new Table<>(name, type, partitioning, whole, decisions, merge, Optional.of(length));
    }

    /** The partition this record lives in. It is used as a Redis Cluster hash tag. */
    public String partitionOf(String id) {
        return partitioning.apply(id);
    }
}
