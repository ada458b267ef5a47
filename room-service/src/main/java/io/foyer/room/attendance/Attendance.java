package io.foyer.room.attendance;

import io.foyer.contract.Presence;
import io.foyer.name.Guid;
import io.foyer.name.Scope;
import io.foyer.room.RoomConfig;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Names that connected clients posted, and mixing pages that are connected, on all replicas: an index of {@link RoomFact}s.
 * Those of other replicas come from the shared table; those of this one from {@link Posts}, so that they count here before
 * they are stored.
 */
@ApplicationScoped
public class Attendance {
    /** By room, then by name and owner with a bar between; bounded by the rooms that are watched and by the clients here. */
    private final Map<Scope, NavigableMap<String, RoomFact>> rooms = new ConcurrentHashMap<>();

    private final List<Consumer<Scope>> listeners = new CopyOnWriteArrayList<>();
    private final Store<RoomFact> store;
    private final Replica<RoomFact> replica;
    private final String self;

    public Attendance(SharedState state, RoomConfig config) {
        var table = RoomFact.TABLE.leased(config.lease());
        this.store = state.store(table);
        this.replica = state.replica(table);
        this.self = state.leases().self();
        replica.onChange(this::changed);
    }

    private void changed(Replica.Event<RoomFact> event) {
        RoomFact fact =
                switch (event) {
                    case Replica.Event.Stored<RoomFact> stored ->
                        stored.snapshot().value();
                    case Replica.Event.Removed<RoomFact> removed -> removed.before();
                };
        if (!fact.owner().equals(self)) {
            index(fact, event instanceof Replica.Event.Stored);
        }
    }

    /** Adds a fact, in place of what its owner stated before, or takes it out. */
    void index(RoomFact fact, boolean present) {
        String key = fact.name() + "|" + fact.owner();
        Scope room = fact.stream().scope();
        rooms.compute(room, (scope, known) -> {
            NavigableMap<String, RoomFact> facts = known == null ? new ConcurrentSkipListMap<>() : known;
            if (present) {
                facts.put(key, fact);
            } else {
                facts.remove(key);
            }
            return facts.isEmpty() ? null : facts;
        });
        listeners.forEach(listener -> listener.accept(room));
    }

    /** Calls the listener with each room whose facts changed. */
    public void onChange(Consumer<Scope> listener) {
        listeners.add(listener);
    }

    public Uni<Void> watch(Scope base) {
        return replica.watch(anyId(base));
    }

    public void unwatch(Scope base) {
        replica.unwatch(anyId(base));
    }

    public Uni<Void> renew(Collection<Scope> bases) {
        return store.renew(bases.stream().map(Attendance::anyId).toList());
    }

    /** An id in the partition of a conference. */
    private static String anyId(Scope base) {
        return RoomFact.id("", new Guid(base, RoomFact.MIXER));
    }

    /** True while a mixing page is connected to the room, to whichever replica. */
    public boolean hasMixer(Scope room) {
        return facts(new Guid(room, RoomFact.MIXER)).stream().anyMatch(RoomFact::lasts);
    }

    /** Names that are posted in the room, or were a moment ago. */
    public Set<String> names(Scope room) {
        Set<String> names = new HashSet<>();
        rooms.getOrDefault(room, Collections.emptyNavigableMap()).values().forEach(fact -> names.add(fact.name()));
        names.remove(RoomFact.MIXER);
        return names;
    }

    /** The best presence of the name in the room that is posted; null if there is none. */
    public Presence presence(Scope room, String name) {
        return facts(new Guid(room, name)).stream().map(RoomFact::presence).reduce(null, Presence::better);
    }

    /** What the replicas state about the stream. */
    Collection<RoomFact> facts(Guid stream) {
        NavigableMap<String, RoomFact> facts = rooms.get(stream.scope());
        return facts == null
                ? List.of()
                : facts.subMap(stream.name() + "|", stream.name() + "}").values();
    }

    /** What this replica states. */
    Collection<RoomFact> own() {
        return rooms.values().stream()
                .flatMap(facts -> facts.values().stream())
                .filter(fact -> fact.owner().equals(self))
                .toList();
    }
}
