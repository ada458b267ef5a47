package io.foyer.state.redis;

import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The records of one partition as they are held here; every change of them is an event. */
final class HeldRecords<T> {
    private final Map<String, Snapshot<T>> own = new HashMap<>();
    private final Map<String, Snapshot<T>> readable;
    private final Consumer<Replica.Event<T>> events;

    /** @param readable where the replica's readers look; shared by all partitions of the replica */
    HeldRecords(Map<String, Snapshot<T>> readable, Consumer<Replica.Event<T>> events) {
        this.readable = readable;
        this.events = events;
    }

    boolean isEmpty() {
        return own.isEmpty();
    }

    Collection<Snapshot<T>> all() {
        return List.copyOf(own.values());
    }

    void put(Snapshot<T> snapshot) {
        Snapshot<T> before = own.put(snapshot.id(), snapshot);
        readable.put(snapshot.id(), snapshot);
        events.accept(
                new Replica.Event.Stored<>(snapshot, Optional.ofNullable(before).map(Snapshot::value)));
    }

    void remove(String id) {
        Snapshot<T> before = own.remove(id);
        if (before != null) {
            readable.remove(id);
            events.accept(new Replica.Event.Removed<>(id, before.value()));
        }
    }

    /** Makes these the only records; what is equal is not an event. */
    void replaceAll(Map<String, Snapshot<T>> loaded) {
        Set<String> gone = new HashSet<>(own.keySet());
        gone.removeAll(loaded.keySet());
        gone.forEach(this::remove);
        loaded.values().forEach(snapshot -> {
            if (!snapshot.equals(own.get(snapshot.id()))) {
                put(snapshot);
            }
        });
    }

    /** No longer held here, which says nothing about the store: no events. */
    void forget() {
        own.keySet().forEach(readable::remove);
        own.clear();
    }
}
