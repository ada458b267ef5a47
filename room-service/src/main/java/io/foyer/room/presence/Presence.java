package io.foyer.room.presence;

import io.foyer.room.conference.LocalRooms;
import io.foyer.room.conference.RoomClient;
import io.foyer.room.conference.RoomWriter;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.room.presence.PresenceRecord.Post;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What the replicas of room-service know of each other's connections: the streams their clients posted and the rooms
 * their mixers are in. Each replica writes one record, and writes it again whenever it is not as it should be.
 */
@ApplicationScoped
public class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);
    private static final Table<PresenceRecord> TABLE = Table.whole("room-presence", PresenceRecord.class);
    private static final long REPAIR_MILLIS = 5_000;

    /** By client, which bounds it; each client's set is bounded by configuration. */
    private final Map<RoomClient, Set<Post>> posts = new ConcurrentHashMap<>();

    private final Store<PresenceRecord> store;
    private final Replica<PresenceRecord> replica;
    private final LocalRooms rooms;
    private final RoomWriter writer;
    private final Vertx vertx;
    private final String self;

    public Presence(SharedState state, LocalRooms rooms, RoomWriter writer, Vertx vertx) {
        this.store = state.store(TABLE);
        this.replica = state.replica(TABLE);
        this.self = state.leases().self();
        this.rooms = rooms;
        this.writer = writer;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        replica.watchAll().subscribe().with(ignored -> {});
        vertx.setPeriodic(REPAIR_MILLIS, ignored -> repair());
    }

    /** The stream hangs on this client now. */
    public void posted(RoomClient client, RoomKey room, String stream) {
        posts.computeIfAbsent(client, c -> ConcurrentHashMap.newKeySet()).add(new Post(room.text(), stream));
        refresh();
    }

    /** The stream does not hang on this client any more. */
    public void withdrawn(RoomClient client, RoomKey room, String stream) {
        posts.computeIfPresent(client, (c, own) -> {
            own.remove(new Post(room.text(), stream));
            return own.isEmpty() ? null : own;
        });
        refresh();
    }

    public boolean owns(RoomClient client, RoomKey room, String stream) {
        return posts.getOrDefault(client, Set.of()).contains(new Post(room.text(), stream));
    }

    /** How many streams hang on this client. */
    public int count(RoomClient client) {
        return posts.getOrDefault(client, Set.of()).size();
    }

    /** Takes away, and answers with, what hung on a client that left. */
    public Collection<Post> left(RoomClient client) {
        return Optional.ofNullable(posts.remove(client)).map(List::copyOf).orElse(List.of());
    }

    /** Something of this replica changed; a failure is repaired soon. */
    public void refresh() {
        write().subscribe()
                .with(ignored -> {}, failure -> LOG.debugf("presence not written: %s", failure.getMessage()));
    }

    /** True while some client anywhere holds this stream in this room. */
    public boolean holds(RoomKey room, String stream) {
        return holds(new Post(room.text(), stream), self);
    }

    /** The same, whatever the record of one replica says. */
    boolean holds(Post post, String leftOut) {
        return posts.values().stream().anyMatch(own -> own.contains(post))
                || others().stream()
                        .filter(record -> !record.id().equals(leftOut))
                        .anyMatch(record -> record.value().posts().contains(post));
    }

    /** True while a mixer is connected to this room anywhere. */
    public boolean hasMixer(RoomKey room) {
        return rooms.withMixers().contains(room.text())
                || replica.all().stream()
                        .anyMatch(record -> record.value().mixerRooms().contains(room.text()));
    }

    /** The records of the other replicas. */
    Collection<Snapshot<PresenceRecord>> others() {
        return replica.all().stream()
                .filter(record -> !record.id().equals(self))
                .toList();
    }

    Uni<Boolean> forget(Snapshot<PresenceRecord> record) {
        return store.removeIfStill(record);
    }

    /** Calls the listener when a room's mixers came or went, here or anywhere. */
    public void onMixers(Consumer<RoomKey> listener) {
        replica.onChange(event -> {
            Set<String> before = new HashSet<>();
            Set<String> now = new HashSet<>();
            switch (event) {
                case Replica.Event.Stored<PresenceRecord> stored -> {
                    stored.before().ifPresent(record -> before.addAll(record.mixerRooms()));
                    now.addAll(stored.snapshot().value().mixerRooms());
                }
                case Replica.Event.Removed<PresenceRecord> removed ->
                    before.addAll(removed.before().mixerRooms());
            }
            Set<String> changed = new HashSet<>(before);
            changed.addAll(now);
            before.retainAll(now);
            changed.removeAll(before);
            changed.forEach(room -> listener.accept(new RoomKey(room)));
        });
    }

    private void repair() {
        PresenceRecord now = now();
        Optional<PresenceRecord> stored = replica.get(self).map(Snapshot::value);
        if (now.isEmpty() ? stored.isPresent() : !stored.equals(Optional.of(now))) {
            refresh();
        }
        if (stored.isEmpty()) {
            now.posts().forEach(this::postAgain);
        }
    }

    /** This replica was silent for so long that the others took it for ended, and its posts out of the rooms. */
    private void postAgain(Post post) {
        writer.apply(new RoomKey(post.room()), new RoomCommand.Post(post.stream()))
                .subscribe()
                .with(
                        outcome -> {},
                        failure -> LOG.debugf("not posted again room=%s reason=%s", post.room(), failure.getMessage()));
    }

    private Uni<Void> write() {
        return store.change(self, present -> {
            PresenceRecord now = now();
            return now.isEmpty() ? Change.remove(null) : Change.put(now);
        });
    }

    private PresenceRecord now() {
        Set<Post> all = new LinkedHashSet<>();
        posts.values().forEach(all::addAll);
        return new PresenceRecord(
                self, List.copyOf(all), rooms.withMixers().stream().sorted().toList());
    }
}
