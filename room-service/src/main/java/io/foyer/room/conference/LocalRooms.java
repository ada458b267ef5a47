package io.foyer.room.conference;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.room.Later;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The rooms that clients of this replica are in. Each is watched as long as somebody is there; there are never more of
 * them than sockets.
 */
@ApplicationScoped
public class LocalRooms {
    private final Map<RoomKey, LocalRoom> rooms = new ConcurrentHashMap<>();
    private final List<Consumer<RoomKey>> loadedListeners = new CopyOnWriteArrayList<>();
    private final Replica<RoomRecord> records;
    private final Messages messages;
    private final Surroundings surroundings;
    private final ConferenceConfig config;
    private final Later later;

    public LocalRooms(
            SharedState state,
            Messages messages,
            Surroundings surroundings,
            ConferenceConfig config,
            Later later,
            MeterRegistry metrics) {
        this.records = state.replica(Tables.ROOMS);
        this.messages = messages;
        this.surroundings = surroundings;
        this.config = config;
        this.later = later;
        metrics.gaugeMapSize("foyer.room.rooms", List.of(), rooms);
    }

    void start(@Observes StartupEvent event) {
        records.onChange(change -> RoomKey.of(change.id()).map(rooms::get).ifPresent(LocalRoom::changed));
    }

    /** Takes a client in; it is told everything as soon as the room is loaded. False when the room is full. */
    public boolean enter(RoomClient client) {
        boolean[] entered = {false};
        rooms.compute(client.room(), (key, present) -> {
            LocalRoom room = present == null ? open(key) : present;
            entered[0] = room.enter(client, config.mostClientsPerRoom());
            if (!room.isShown()) {
                later.run(config.patience(), () -> apologize(room, client));
            }
            return room;
        });
        return entered[0];
    }

    private static void apologize(LocalRoom room, RoomClient client) {
        if (room.waits(client)) {
            client.complain("the state of the room is not available yet; it will follow");
        }
    }

    public void leave(RoomClient client) {
        rooms.computeIfPresent(client.room(), (key, room) -> {
            if (!room.leave(client)) {
                return room;
            }
            records.unwatch(key.text());
            return null;
        });
    }

    /** Whoever asked for this is going to be answered with the lists, even if nothing changes. */
    public void owe(RoomKey key, RoomCommand command) {
        boolean ban = command instanceof RoomCommand.Exclude;
        find(key)
                .ifPresent(room -> room.owe(
                        ban
                                ? Set.of(Slot.EXCLUDED, Slot.ACTIVE, Slot.CONFERENCE)
                                : Set.of(Slot.ACTIVE, Slot.CONFERENCE)));
    }

    /** Tells the clients of the room what they are still owed. */
    public void answer(RoomKey key) {
        find(key).ifPresent(LocalRoom::answer);
    }

    private Optional<LocalRoom> find(RoomKey key) {
        return Optional.ofNullable(rooms.get(key));
    }

    /** The room as it is held here; the empty one if it is not. */
    public Room held(RoomKey key) {
        return RoomRecords.room(key, records.get(key.text()).map(Snapshot::value));
    }

    /** True when no client is connected here. */
    public boolean isEmpty() {
        return rooms.isEmpty();
    }

    /** The rooms whose state is loaded. */
    public Collection<RoomKey> loaded() {
        return rooms.values().stream()
                .filter(LocalRoom::isShown)
                .map(LocalRoom::key)
                .toList();
    }

    /** Rooms that a mixer is connected to from here. */
    public Set<String> withMixers() {
        return rooms.values().stream()
                .filter(LocalRoom::hasMixer)
                .map(room -> room.key().text())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Tells the clients of one conference, waiting room included, something besides the lists. */
    public void announce(RoomKey base, Slot... slots) {
        Set<Slot> what = EnumSet.copyOf(List.of(slots));
        find(base).ifPresent(room -> room.announce(what));
        base.waitingRoom().flatMap(this::find).ifPresent(room -> room.announce(what));
    }

    /** Tells every client of every room. */
    public void announceToAll(Slot slot) {
        rooms.values().forEach(room -> room.announce(Set.of(slot)));
    }

    /** Calls the listener when a room is loaded for its first client. */
    public void onLoaded(Consumer<RoomKey> listener) {
        loadedListeners.add(listener);
    }

    private LocalRoom open(RoomKey key) {
        Pace pace = new Pace(later, Later.NANOS, config.broadcastGap());
        LocalRoom room = new LocalRoom(key, () -> held(key), messages, surroundings, pace);
        records.watch(key.text()).subscribe().with(ignored -> {
            room.loaded();
            loadedListeners.forEach(listener -> listener.accept(key));
        });
        return room;
    }
}
