package io.foyer.room.attendance;

import io.foyer.contract.Presence;
import io.foyer.name.Guid;
import io.foyer.room.RoomConfig;
import io.foyer.room.runtime.Client;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The {@link RoomFact}s of this replica: names that its clients posted, and mixing pages. A fact lasts until the last client
 * that stated it leaves. It counts in {@link Attendance} at once and is stored for the other replicas, again if that failed.
 * Only the replica that a client is connected to writes its facts; after its lease ended, the others mark them as ended.
 */
@ApplicationScoped
public class Posts {
    private static final Logger LOG = Logger.getLogger(Posts.class);

    /** A lease must be found ended this often in a row: after a loss of the store all are missing until they are renewed. */
    private static final int MAX_MISSES = 3;

    /** By client, which bounds it; the set of each is bounded by its protocol. */
    private final Map<Client, Set<Guid>> posts = new ConcurrentHashMap<>();

    /** How many clients state it; not in it when none does. */
    private final Map<Guid, Integer> clients = new ConcurrentHashMap<>();

    private final AtomicLong lastBegan = new AtomicLong();
    private final Attendance attendance;
    private final SharedState state;
    private final Store<RoomFact> store;
    private final Replica<RoomFact> replica;
    private final String self;
    private final RoomConfig config;
    private Map<String, Integer> misses = Map.of();

    public Posts(Attendance attendance, SharedState state, RoomConfig config) {
        var table = RoomFact.TABLE.leased(config.lease());
        this.attendance = attendance;
        this.state = state;
        this.store = state.store(table);
        this.replica = state.replica(table);
        this.self = state.leases().self();
        this.config = config;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        replica.onChange(change -> {
            if (change instanceof Replica.Event.Stored<RoomFact>(Snapshot<RoomFact> stored, var before)
                    && stored.value().withdrawn()
                    && stored.value().owner().equals(self)) {
                forget(stored.value().stream());
            }
        });
        vertx.setPeriodic(config.ownersChecked().toMillis(), ignored -> check());
    }

    /** How many names the client has posted. */
    public int posted(Client client) {
        return (int) posts.getOrDefault(client, Set.of()).stream()
                .filter(stream -> !stream.name().equals(RoomFact.MIXER))
                .count();
    }

    /** The client publishes this, it says. Completes once all replicas can know. @param earlier what it may continue */
    public Uni<Void> post(Client client, Guid stream, Presence earlier) {
        if (posts.computeIfAbsent(client, c -> ConcurrentHashMap.newKeySet()).add(stream)) {
            begin(stream, earlier);
        }
        return write(stream);
    }

    /** The client is a mixing page. */
    public void mixerEntered(Client client) {
        inBackground(post(client, new Guid(client.room(), RoomFact.MIXER), null));
    }

    /** What no other client states ends. */
    public void left(Client client) {
        for (Guid stream : Optional.ofNullable(posts.remove(client)).orElse(Set.of())) {
            end(stream, 1);
            inBackground(write(stream));
        }
    }

    /** A host says that nobody publishes this any more, to whichever replica its clients are connected. */
    public Uni<Void> withdraw(Guid stream) {
        forget(stream);
        return Multi.createFrom()
                .iterable(attendance.facts(stream))
                .onItem()
                .transformToUniAndMerge(fact -> fact.owner().equals(self) ? write(stream) : end(fact, true))
                .onItem()
                .ignoreAsUni();
    }

    private void forget(Guid stream) {
        posts.values().forEach(streams -> streams.remove(stream));
        end(stream, Integer.MAX_VALUE);
    }

    /** Two posts of this replica never begin at the same time, so that every replica orders them as they arrived. */
    private void begin(Guid stream, Presence earlier) {
        clients.compute(stream, (key, count) -> {
            if (count != null) {
                return count + 1;
            }
            Presence began = Presence.began(lastBegan.updateAndGet(last -> Math.max(last + 1, state.now())));
            Presence presence = earlier == null ? began : began.continuing(earlier);
            attendance.index(new RoomFact(self, stream.scope().text(), stream.name(), presence, false), true);
            return 1;
        });
    }

    /** @param fewer how many clients do not state it any more */
    private void end(Guid stream, int fewer) {
        clients.computeIfPresent(stream, (key, count) -> {
            if (count > fewer) {
                return count - fewer;
            }
            own(stream).ifPresent(fact -> attendance.index(fact.ended(state.now(), false), true));
            return null;
        });
    }

    private Optional<RoomFact> own(Guid stream) {
        return attendance.facts(stream).stream()
                .filter(fact -> fact.owner().equals(self))
                .findFirst();
    }

    /** Stores the fact as it is by then; safe to repeat. */
    private Uni<Void> write(Guid stream) {
        return store.change(
                RoomFact.id(self, stream),
                present -> own(stream).map(Change::put).orElseGet(() -> Change.keep(null)));
    }

    private Uni<Void> end(RoomFact fact, boolean byHost) {
        return store.change(RoomFact.id(fact.owner(), fact.stream()), present -> present.map(
                        stored -> Change.put(stored.ended(state.now(), byHost)))
                .orElseGet(() -> Change.keep(null)));
    }

    private static void inBackground(Uni<?> change) {
        change.subscribe().with(ignored -> {}, failure -> LOG.debugf("fact written later: %s", failure));
    }

    /** Repairs this replica's own facts, ends those of replicas that ended, and removes what ended long ago. */
    private synchronized void check() {
        long old = state.now() - Presence.REMEMBERED_MILLIS;
        for (RoomFact fact : attendance.own()) {
            Optional<Snapshot<RoomFact>> stored = replica.get(RoomFact.id(self, fact.stream()));
            if (fact.endedBefore(old)) {
                clients.computeIfAbsent(fact.stream(), stream -> {
                    attendance.index(fact, false);
                    return null;
                });
            } else if (fact.lasts()
                    != stored.map(Snapshot::value).filter(RoomFact::lasts).isPresent()) {
                inBackground(write(fact.stream()));
            }
        }
        Map<String, Integer> now = new HashMap<>();
        for (Snapshot<RoomFact> stored : replica.all()) {
            RoomFact fact = stored.value();
            int missed = state.leases().living(fact.owner()) ? 0 : misses.getOrDefault(fact.owner(), 0) + 1;
            now.put(fact.owner(), missed);
            boolean unowned = fact.owner().equals(self) ? own(fact.stream()).isEmpty() : missed >= MAX_MISSES;
            if (fact.endedBefore(old)) {
                inBackground(store.removeIfStill(stored));
            } else if (fact.lasts() && unowned) {
                inBackground(end(fact, false));
            }
        }
        misses = now;
    }
}
