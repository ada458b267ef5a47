package io.foyer.room.runtime;

import io.foyer.contract.LiveStreams;
import io.foyer.contract.Presence;
import io.foyer.contract.RoomRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.Tables;
import io.foyer.name.Scope;
import io.foyer.room.RoomConfig;
import io.foyer.room.attendance.Attendance;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomFacts;
import io.foyer.room.domain.RoomRules;
import io.foyer.room.domain.RoomView;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.function.BiFunction;

/**
 * The rooms that clients of this replica are in: watches what was decided about them and who is there, and shows each
 * audience the view that follows from it. Commands are decided against the shared record and answered from what was written.
 *
 * <p>A record lives for as long as somebody renews it: every replica does so for the rooms its clients are in and for those that
 * have live streams. So a room that is over leaves nothing, and nobody has to find it.
 */
@ApplicationScoped
public class Rooms {
    private final Map<Scope, Audience<Scene>> audiences = new ConcurrentHashMap<>();

    /** Clients by conference; what is watched. Changed only inside compute of its key. */
    private final Map<Scope, Integer> conferences = new ConcurrentHashMap<>();

    private final SharedState state;
    private final Store<RoomRecord> store;
    private final Replica<RoomRecord> records;
    private final LiveStreams streams;
    private final Attendance attendance;
    private final RoomConfig config;
    private final RoomRules rules;
    private final Vertx vertx;
    private Renderer<Scene> renderer;
    private BiFunction<Scope, RoomView, Scene> scenery;

    public Rooms(
            SharedState state,
            LiveStreams streams,
            Attendance attendance,
            RoomConfig config,
            Vertx vertx,
            MeterRegistry metrics) {
        Table<RoomRecord> table = Tables.ROOMS.leased(config.lease());
        this.state = state;
        this.store = state.store(table);
        this.records = state.replica(table);
        this.streams = streams;
        this.attendance = attendance;
        this.config = config;
        this.rules = new RoomRules(config.seatGrace(), config.promise(), config.promisesPerSender());
        this.vertx = vertx;
        metrics.gaugeMapSize("foyer.room.rooms", List.of(), audiences);
    }

    /** Says what clients see besides the room itself, and how it is told. Once, at start. */
    public void present(BiFunction<Scope, RoomView, Scene> with, Renderer<Scene> by) {
        this.scenery = with;
        this.renderer = by;
    }

    void start(@Observes StartupEvent event) {
        records.onChange(change -> changed(new Scope(change.id())));
        streams.onChange(scope -> conferenceChanged(new Scope(scope)));
        attendance.onChange(this::conferenceChanged);
        vertx.setPeriodic(config.renewal().toMillis(), ignored -> renew());
    }

    /** Takes a client in; it is sent everything as soon as the room is loaded. False when the room is full. */
    public boolean enter(Client client) {
        boolean[] entered = {false};
        audiences.compute(client.room(), (room, present) -> {
            Audience<Scene> audience = present == null ? open(room) : present;
            entered[0] = audience.size() < config.maxClients();
            if (entered[0]) {
                audience.enter(client);
            }
            return audience;
        });
        return entered[0];
    }

    private Audience<Scene> open(Scope room) {
        Scope base = room.base();
        long timeout = config.loadTimeout().toMillis();
        Audience<Scene> audience =
                new Audience<>(vertx.getOrCreateContext(), () -> scene(room), renderer, state::now, timeout);
        conferences.merge(base, 1, Integer::sum);
        Uni.combine()
                .all()
                .unis(records.watch(base.text()), attendance.watch(base), streams.loaded())
                .discardItems()
                .subscribe()
                .with(ignored -> audience.loaded());
        return audience;
    }

    public void leave(Client client) {
        audiences.computeIfPresent(client.room(), (room, audience) -> {
            if (audience.leave(client) > 0) {
                return audience;
            }
            close(room.base());
            return null;
        });
    }

    /** The record is given its full time once more, for those who come back. */
    private void close(Scope base) {
        renew(Set.of(base));
        records.unwatch(base.text());
        attendance.unwatch(base);
        conferences.computeIfPresent(base, (key, open) -> open == 1 ? null : open - 1);
    }

    /** Decides a command and answers with what it came to, once that is stored. */
    public Uni<Outcome> decide(Scope room, RoomCommand command, String sender) {
        return store.change(room.text(), present -> {
            RoomRecord before = present.orElseGet(() -> RoomRecord.empty(room.text()));
            Outcome outcome = new Room(before, facts(room), rules, sender, state.now()).apply(command);
            return outcome instanceof Outcome.Changed(RoomRecord after)
                    ? Change.put(after, outcome)
                    : Change.keep(outcome);
        });
    }

    /** Number of the last update of the room; 0 if no client is here. */
    public long version(Scope room) {
        return Optional.ofNullable(audiences.get(room)).map(Audience::version).orElse(0L);
    }

    /**
     * Sends these kinds to the clients of the room, be it that nothing changed, unless they were sent after that update; first
     * of all to who asked.
     */
    public void answer(Client asker, Scope room, long kinds, long since) {
        Optional.ofNullable(audiences.get(room)).ifPresent(audience -> audience.answer(asker, kinds, since));
    }

    /** Something that clients of the room can see may have changed. */
    public void changed(Scope room) {
        Optional.ofNullable(audiences.get(room)).ifPresent(Audience::changed);
    }

    /** The same for a room and its waiting room. */
    public void conferenceChanged(Scope room) {
        changed(room);
        changed(room.other());
    }

    public void allChanged() {
        audiences.values().forEach(Audience::changed);
    }

    public boolean isEmpty() {
        return audiences.isEmpty();
    }

    /** What there is to see of a room now, whether it is watched or not. */
    public RoomView view(Scope room) {
        RoomRecord decided =
                records.get(room.text()).map(Snapshot::value).orElseGet(() -> RoomRecord.empty(room.text()));
        return RoomView.of(decided, facts(room), rules, state.now());
    }

    /** Whether the name is in the conference of this room, or was a moment ago. */
    public Optional<Presence> presence(Scope room, String name) {
        return facts(room).presence(name);
    }

    private Scene scene(Scope room) {
        return scenery.apply(room, view(room));
    }

    private RoomFacts facts(Scope room) {
        return new RoomFacts() {
            @Override
            public List<String> active() {
                Set<String> known = attendance.names(room);
                known.addAll(streams.published(room.text()));
                Map<String, Long> there = new HashMap<>();
                known.forEach(name -> {
                    long since = liveSince(room, name);
                    if (since != Long.MAX_VALUE) {
                        there.put(name, since);
                    }
                });
                return there.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList();
            }

            @Override
            public Optional<Presence> presence(String name) {
                return Optional.ofNullable(Presence.better(in(room, name), in(room.other(), name)));
            }
        };
    }

    /** When the first of what is live now began, by the store's clock; {@link Long#MAX_VALUE} for nothing. */
    private long liveSince(Scope room, String name) {
        Presence post = attendance.presence(room, name);
        return streams.in(room.text(), name).stream()
                .map(Snapshot::value)
                .filter(stream -> stream.published() && stream.live())
                .mapToLong(StreamRecord::heardAt)
                .reduce(post != null && post.lasts() ? post.resumedAt() : Long.MAX_VALUE, Math::min);
    }

    private Presence in(Scope room, String name) {
        return streams.in(room.text(), name).stream()
                .map(Snapshot::value)
                .filter(StreamRecord::published)
                .map(StreamRecord::presence)
                .reduce(attendance.presence(room, name), Presence::better);
    }

    private void renew() {
        Set<Scope> live = new HashSet<>(conferences.keySet());
        streams.scopes().forEach(scope -> live.add(new Scope(scope).base()));
        renew(live);
    }

    private void renew(Collection<Scope> bases) {
        store.renew(bases.stream().map(Scope::text).toList())
                .chain(() -> attendance.renew(bases))
                .subscribe()
                .with(ignored -> {}, failure -> {});
    }
}
