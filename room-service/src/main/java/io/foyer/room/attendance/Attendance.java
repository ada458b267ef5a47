package io.foyer.room.attendance;

import io.foyer.contract.Presence;
import io.foyer.name.Guid;
import io.foyer.name.Scope;
import io.foyer.room.RoomConfig;
import io.foyer.room.runtime.Client;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Names that connected clients posted, and mixing pages that are connected: this replica's own from memory, those of the
 * others from the shared facts. Only the replica that a client is connected to writes its facts; after its lease ended, the
 * others mark them as ended.
 *
 * <p>What was posted hangs on the clients that posted it: it ends with the last of them.
 */
@ApplicationScoped
public class Attendance {
    private static final Logger LOG = Logger.getLogger(Attendance.class);

    /** A lease must be found ended this often in a row: after a loss of the store all are missing until they are renewed. */
    private static final int STRIKES = 3;

    /** Name of the fact that a mixing page is connected; no stream is called so. */
    private static final String MIXER = "";

    /** By client, which bounds it; the set of each is bounded by its protocol. */
    private final Map<Client, Set<Guid>> posts = new ConcurrentHashMap<>();

    /** What this replica says, by room and name. */
    private final Map<Scope, Map<String, Own>> own = new ConcurrentHashMap<>();

    /** What all replicas said, by room, name and record id; bounded by the rooms that are watched. */
    private final Map<Scope, Map<String, Map<String, RoomFact>>> rooms = new ConcurrentHashMap<>();

    private final Map<String, Integer> strikes = new HashMap<>();
    private final List<Consumer<Scope>> listeners = new CopyOnWriteArrayList<>();
    private final SharedState state;
    private final Store<RoomFact> store;
    private final Replica<RoomFact> replica;
    private final String self;
    private final RoomConfig config;
    private long lastPost;

    private record Own(int clients, Presence presence) {}

    public Attendance(SharedState state, RoomConfig config) {
        this.state = state;
        this.config = config;
        var table = RoomFact.TABLE.leased(config.lease());
        this.store = state.store(table);
        this.replica = state.replica(table);
        this.self = state.leases().self();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        replica.onChange(this::changed);
        vertx.setPeriodic(config.ownersChecked().toMillis(), ignored -> check());
    }

    /** Calls the listener with each room whose facts changed. */
    public void onChange(Consumer<Scope> listener) {
        listeners.add(listener);
    }

    public Uni<Void> watch(Scope base) {
        return replica.watch(RoomFact.id("", base.text(), MIXER));
    }

    public void unwatch(Scope base) {
        replica.unwatch(RoomFact.id("", base.text(), MIXER));
    }

    public Uni<Void> renew(Collection<Scope> bases) {
        return store.renew(
                bases.stream().map(base -> RoomFact.id("", base.text(), MIXER)).toList());
    }

    public int posted(Client client) {
        return posts.getOrDefault(client, Set.of()).size();
    }

    /** The client publishes this, it says. Completes once all replicas can know. @param earlier what it may continue */
    public Uni<Void> post(Client client, Guid post, Presence earlier) {
        if (posts.computeIfAbsent(client, c -> ConcurrentHashMap.newKeySet()).add(post)) {
            came(post, earlier);
        }
        return write(post, null);
    }

    /** Nobody publishes this any more, somebody says who may. */
    public Uni<Void> withdraw(Guid post) {
        forget(post);
        return Uni.join()
                .all(Stream.concat(
                                Stream.of(write(post, null)),
                                facts(post.scope(), post.name())
                                        .filter(fact -> !fact.owner().equals(self))
                                        .map(fact -> end(fact, true)))
                        .toList())
                .andFailFast()
                .replaceWithVoid();
    }

    private void forget(Guid post) {
        if (own(post) != null) {
            posts.values().forEach(names -> names.remove(post));
            change(post, known -> null);
        }
    }

    public void mixerCame(Scope room) {
        came(new Guid(room, MIXER), null);
        writeSoon(new Guid(room, MIXER));
    }

    public void mixerLeft(Scope room) {
        left(new Guid(room, MIXER));
    }

    /** Everything that hung on the client goes with it. */
    public void left(Client client) {
        Set<Guid> names = posts.remove(client);
        if (names != null) {
            names.forEach(this::left);
        }
    }

    private void left(Guid fact) {
        Own last = own(fact);
        change(fact, known -> known.clients() == 1 ? null : new Own(known.clients() - 1, known.presence()));
        writeSoon(fact, last);
    }

    /** Two posts of this replica never began at the same time, so that their order is everywhere that of their arrival. */
    private synchronized void came(Guid fact, Presence earlier) {
        lastPost = Math.max(lastPost + 1, state.now());
        Presence began = Presence.began(lastPost);
        Presence presence = earlier == null ? began : began.continuing(earlier);
        own.computeIfAbsent(fact.scope(), room -> new ConcurrentHashMap<>())
                .merge(
                        fact.name(),
                        new Own(1, presence),
                        (known, added) -> new Own(known.clients() + 1, known.presence()));
        listeners.forEach(listener -> listener.accept(fact.scope()));
    }

    private synchronized void change(Guid fact, UnaryOperator<Own> change) {
        own.computeIfPresent(fact.scope(), (room, names) -> {
            names.computeIfPresent(fact.name(), (name, known) -> change.apply(known));
            return names.isEmpty() ? null : names;
        });
        listeners.forEach(listener -> listener.accept(fact.scope()));
    }

    private Own own(Guid fact) {
        return own.getOrDefault(fact.scope(), Map.of()).get(fact.name());
    }

    /** True while a mixing page is connected to the room, to whichever replica. */
    public boolean hasMixer(Scope room) {
        Presence mixer = presence(room, MIXER);
        return mixer != null && mixer.lasts();
    }

    /** Names that are posted in the room, or were a moment ago. */
    public Set<String> names(Scope room) {
        Set<String> names = new HashSet<>(rooms.getOrDefault(room, Map.of()).keySet());
        names.addAll(own.getOrDefault(room, Map.of()).keySet());
        names.remove(MIXER);
        return names;
    }

    /** The best presence of the name in the room that is posted; null if there is none. */
    public Presence presence(Scope room, String name) {
        Own mine = own(new Guid(room, name));
        return facts(room, name)
                .filter(fact -> !fact.owner().equals(self) || !fact.presence().lasts())
                .map(RoomFact::presence)
                .reduce(mine == null ? null : mine.presence(), Presence::better);
    }

    private Stream<RoomFact> facts(Scope room, String name) {
        return rooms.getOrDefault(room, Map.of()).getOrDefault(name, Map.of()).values().stream();
    }

    private void writeSoon(Guid fact) {
        writeSoon(fact, null);
    }

    private void writeSoon(Guid fact, Own last) {
        write(fact, last).subscribe().with(ignored -> {}, failure -> LOG.debugf("fact written later: %s", failure));
    }

    /**
     * Makes the shared fact what it should be; safe to repeat.
     *
     * @param last what was true a moment ago: somebody may have left before it was written that they came
     */
    private Uni<Void> write(Guid fact, Own last) {
        String room = fact.scope().text();
        return store.change(RoomFact.id(self, room, fact.name()), present -> {
            Own mine = own(fact);
            if (mine != null) {
                return Change.put(new RoomFact(self, room, fact.name(), mine.presence(), false));
            }
            return last != null && present.isEmpty()
                    ? ended(Optional.of(new RoomFact(self, room, fact.name(), last.presence(), false)), false)
                    : ended(present, false);
        });
    }

    private Uni<Void> end(RoomFact fact, boolean withdrawn) {
        return store.change(fact.id(), present -> ended(present, withdrawn));
    }

    private Change<RoomFact, Void> ended(Optional<RoomFact> present, boolean withdrawn) {
        return present.filter(fact -> fact.presence().lasts())
                .map(fact -> Change.put(new RoomFact(
                        fact.owner(), fact.room(), fact.name(), fact.presence().ended(state.now()), withdrawn)))
                .orElseGet(() -> Change.keep(null));
    }

    private void changed(Replica.Event<RoomFact> event) {
        switch (event) {
            case Replica.Event.Stored<RoomFact> stored -> {
                RoomFact fact = stored.snapshot().value();
                Scope room = new Scope(fact.room());
                rooms.computeIfAbsent(room, key -> new ConcurrentHashMap<>())
                        .computeIfAbsent(fact.name(), name -> new ConcurrentHashMap<>(2))
                        .put(event.id(), fact);
                if (fact.withdrawn() && fact.owner().equals(self)) {
                    forget(new Guid(room, fact.name()));
                }
                listeners.forEach(listener -> listener.accept(room));
            }
            case Replica.Event.Removed<RoomFact> removed -> {
                RoomFact fact = removed.before();
                Scope room = new Scope(fact.room());
                rooms.computeIfPresent(room, (key, names) -> {
                    names.computeIfPresent(fact.name(), (name, facts) -> {
                        facts.remove(event.id());
                        return facts.isEmpty() ? null : facts;
                    });
                    return names.isEmpty() ? null : names;
                });
                listeners.forEach(listener -> listener.accept(room));
            }
        }
    }

    /** Repairs this replica's own facts, ends those of replicas that ended, and removes what ended long ago. */
    private synchronized void check() {
        own.forEach((room, names) -> names.keySet().stream()
                .map(name -> new Guid(room, name))
                .filter(fact -> !isStored(fact))
                .forEach(this::writeSoon));
        Set<String> gone = new HashSet<>();
        long old = state.now() - Presence.REMEMBERED_MILLIS;
        for (Snapshot<RoomFact> fact : replica.all()) {
            String owner = fact.value().owner();
            boolean lasts = fact.value().presence().lasts();
            if (!lasts && fact.value().presence().endedAt() < old) {
                store.removeIfStill(fact).subscribe().with(removed -> {}, failure -> {});
            } else if (owner.equals(self)) {
                Guid mine =
                        new Guid(new Scope(fact.value().room()), fact.value().name());
                if (lasts && own(mine) == null) {
                    writeSoon(mine);
                }
            } else if (lasts && !state.leases().living(owner)) {
                gone.add(owner);
                if (strikes.getOrDefault(owner, 0) >= STRIKES - 1) {
                    end(fact.value(), false).subscribe().with(ended -> {}, failure -> {});
                }
            }
        }
        strikes.keySet().retainAll(gone);
        gone.forEach(owner -> strikes.merge(owner, 1, Integer::sum));
    }

    private boolean isStored(Guid fact) {
        return replica.get(RoomFact.id(self, fact.scope().text(), fact.name()))
                .filter(stored -> stored.value().presence().lasts())
                .isPresent();
    }
}
