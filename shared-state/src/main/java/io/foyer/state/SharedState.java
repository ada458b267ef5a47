package io.foyer.state;

/** Where a service gets its stores and replicas from: an application scoped bean. Each call for a table gives the same object. */
public interface SharedState {
    <T> Store<T> store(Table<T> table);

    <T> Replica<T> replica(Table<T> table);

    /** @param name lower case letters and dashes */
    <T> LatestValues<T> latest(String name, Class<T> type);

    Leases leases();

    /** True when Redis answered lately and all replicas are current. */
    boolean current();
}
