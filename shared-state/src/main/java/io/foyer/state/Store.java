package io.foyer.state;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one way to change a shared record: read it, decide in plain Java, compare and set.
 *
 * <p>Every failure of a returned {@link Uni} is a {@link StateException}.
 */
public interface Store<T> {
    /** The record as the store has it now. Prefer {@link Replica#get} where a moment's age does not matter. */
    Uni<Optional<Snapshot<T>>> read(String id);

    /**
     * Applies a decision to the record and answers with its result once the outcome is stored and announced. The
     * local replica, if it watches the record, has it by then.
     *
     * <p>The decision is a pure function of the record: it runs again when another writer was faster. Decisions for one
     * record that arrive here while a write of it is in flight are applied one after the other and written once. A
     * decision that throws fails its own caller only. A put of an equal record writes nothing.
     *
     * @param decision gets the present record, or empty when there is none
     */
    <R> Uni<R> change(String id, Function<Optional<T>, Change<T, R>> decision);

    /** Removes the record if it is still at this version; answers whether it did. */
    Uni<Boolean> removeIfStill(Snapshot<T> seen);

    /**
     * Lets the partitions of these records live for another lease of the table; those that do not exist stay away.
     *
     * @throws IllegalStateException when the table is not {@link Table#leased}
     */
    Uni<Void> renew(Collection<String> ids);
}
