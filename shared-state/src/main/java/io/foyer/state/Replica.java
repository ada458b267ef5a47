package io.foyer.state;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A local copy of shared records that follows the store: it subscribes first, loads, then follows, never goes back in
 * time, notices when it missed something and repairs itself. Reads are from memory and never wait.
 */
public interface Replica<T> {
    /**
     * Caches this record's partition from now on (for a whole table: all of it, whatever the id) until as many {@link #unwatch} calls
     * have followed. The answer comes when the first load is done; while Redis is away it comes late, not with a failure.
     */
    Uni<Void> watch(String id);

    /** Takes back one {@link #watch}. */
    void unwatch(String id);

    /** Caches the whole table from now on; only for whole tables. */
    default Uni<Void> watchAll() {
        return watch("*");
    }

    /** The record, if it is watched, loaded and present. */
    Optional<Snapshot<T>> get(String id);

    /** All cached records, in no order. */
    Collection<Snapshot<T>> all();

    /** True when everything watched is loaded and the change channel proved alive lately. */
    boolean current();

    /**
     * Calls the listener with each change of a cached record, one at a time, in order for each record, on an event
     * loop thread: it must not block. Changes in between may have been left out; the last one never is. Records that are
     * found at the first load of a watched partition are reported too.
     */
    void onChange(Consumer<Event<T>> listener);

    /** What happened to a cached record. */
    sealed interface Event<T> {
        String id();

        /** It is new, or has this value now. */
        record Stored<T>(Snapshot<T> snapshot, Optional<T> before) implements Event<T> {
            @Override
            public String id() {
                return snapshot.id();
            }
        }

        /** It is gone, or nobody watches it any more; this is what it was. */
        record Removed<T>(String id, T before) implements Event<T> {}
    }
}
