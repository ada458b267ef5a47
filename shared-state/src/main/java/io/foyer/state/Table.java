package io.foyer.state;

import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * One kind of shared record, and how its records are grouped into partitions.
 *
 * <p>A partition is what is stored under one Redis key, written by one script and announced on one channel. A
 * <i>whole</i> table is a single partition (nodes, streams): whoever watches it holds all of it. In a table <i>by
 * key</i> every record is a partition of its own (rooms): a replica holds just those that somebody here watches.
 *
 * @param name what the table is called in Redis keys; lower case letters and dashes
 * @param type the record type, written as JSON
 * @param whole true for one partition, false for one partition per record
 * @param reunion makes one record of the one that was held when the store lost its data and the younger one that somebody
 *     wrote since without knowing it, in this order; pure
 */
public record Table<T>(String name, Class<T> type, boolean whole, BinaryOperator<T> reunion) {
    public Table {
        Objects.requireNonNull(type);
        Objects.requireNonNull(reunion);
        if (!name.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("table name: " + name);
        }
    }

    /** A table that is replicated as a whole. After a loss the younger record counts. */
    public static <T> Table<T> whole(String name, Class<T> type) {
        return new Table<>(name, type, true, (held, younger) -> younger);
    }

    /** A table of which a replica holds only the records it watches. After a loss the younger record counts. */
    public static <T> Table<T> byKey(String name, Class<T> type) {
        return new Table<>(name, type, false, (held, younger) -> younger);
    }

    /** The same table, with another answer to the question what a record is after a loss. */
    public Table<T> reunitedBy(BinaryOperator<T> other) {
        return new Table<>(name, type, whole, other);
    }

    /** The partition this record lives in. It is used as a Redis Cluster hash tag. */
    public String partitionOf(String id) {
        return whole ? name : name + "/" + id;
    }
}
