package io.foyer.state;

/**
 * What a decision about a record came to: the record to store, its removal, or nothing, and an answer for whoever asked.
 */
public sealed interface Change<T, R> {
    R result();

    record Put<T, R>(T value, R result) implements Change<T, R> {}

    record Remove<T, R>(R result) implements Change<T, R> {}

    record Keep<T, R>(R result) implements Change<T, R> {}

    static <T, R> Change<T, R> put(T value, R result) {
        return new Put<>(value, result);
    }

    static <T> Change<T, Void> put(T value) {
        return new Put<>(value, null);
    }

    static <T, R> Change<T, R> remove(R result) {
        return new Remove<>(result);
    }

    static <T, R> Change<T, R> keep(R result) {
        return new Keep<>(result);
    }
}
