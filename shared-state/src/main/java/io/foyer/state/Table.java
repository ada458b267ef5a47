package io.foyer.state;

import java.util.Objects;

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
 */
public record Table<T>(String name, Class<T> type, boolean whole) {
    public Table {
        Objects.requireNonNull(type);
        if (!name.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("table name: " + name);
        }
    }

    /** A table that is replicated as a whole. */
    public static <T> Table<T> whole(String name, Class<T> type) {
        return new Table<>(name, type, true);
    }

    /** A table of which a replica holds only the records it watches. */
    public static <T> Table<T> byKey(String name, Class<T> type) {
        return new Table<>(name, type, false);
    }

    /** The partition this record lives in. It is used as a Redis Cluster hash tag. */
    public String partitionOf(String id) {
        return whole ? name : name + "/" + id;
    }
}
