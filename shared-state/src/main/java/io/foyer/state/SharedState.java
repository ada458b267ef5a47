package io.foyer.state;

import java.time.Duration;

/** Where a service gets its stores and replicas from: an application scoped bean. Each call for a table gives the same object. */
public interface SharedState {
    <T> Store<T> store(Table<T> table);

    <T> Replica<T> replica(Table<T> table);

    /** @param name lower case letters and dashes */
    <T> LatestValues<T> latest(String name, Class<T> type);

    Leases leases();

    /** True when Redis answered lately and all replicas are current. */
    boolean current();

    /** How old the view is: zero while {@link #current}, else the time since it was, or since the start. */
    Duration age();

    /** True from the moment that everything watched by then has been loaded, for ever. */
    boolean loadedOnce();

    /** Epoch milliseconds by the clock of Redis, as estimated here; by the local clock until Redis has answered once. */
    long now();
}
