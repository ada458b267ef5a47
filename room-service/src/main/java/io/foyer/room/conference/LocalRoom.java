package io.foyer.room.conference;

import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomKey;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The clients of one room that are connected here, and what they were told last.
 *
 * <pre>
 *   WITHHELD --loaded: everybody is welcomed--> SHOWN --changed, answer--> SHOWN
 * </pre>
 *
 * <p>Until the room's state is loaded nobody is told anything about it, for a list that lacks somebody for a moment would
 * throw that participant out. What is told is always the newest state held, so it never goes back in time; changes that
 * follow each other within the gap are told as one.
 */
final class LocalRoom {
    private final RoomKey key;
    private final Supplier<Room> newest;
    private final Messages messages;
    private final Surroundings surroundings;
    private final Pace pace;

    private final Set<RoomClient> clients = new LinkedHashSet<>();
    private final Set<Slot> owed = EnumSet.noneOf(Slot.class);

    /** Null while the state of the room is not loaded. Written under the lock, as is what follows; read from anywhere. */
    private volatile Room shown;

    private volatile int mixers;

    /** @param newest the state of the room as it is held here; asked only once it is loaded */
    LocalRoom(RoomKey key, Supplier<Room> newest, Messages messages, Surroundings surroundings, Pace pace) {
        this.key = key;
        this.newest = newest;
        this.messages = messages;
        this.surroundings = surroundings;
        this.pace = pace;
    }

    RoomKey key() {
        return key;
    }

    /** False when there are as many clients as there may be. */
    synchronized boolean enter(RoomClient client, int most) {
        if (clients.size() >= most) {
            return false;
        }
        if (shown != null) {
            // What the others were told last, so that what comes next is news to all of them alike.
            welcome(List.of(client), shown);
        }
        clients.add(client);
        mixers += client.role() == RoomClient.Role.MIXER ? 1 : 0;
        return true;
    }

    /** True when nobody is left. */
    synchronized boolean leave(RoomClient client) {
        if (clients.remove(client)) {
            mixers -= client.role() == RoomClient.Role.MIXER ? 1 : 0;
        }
        return clients.isEmpty();
    }

    /** Takes no lock, like the next one: it is asked while other rooms hold theirs. */
    boolean isShown() {
        return shown != null;
    }

    boolean hasMixer() {
        return mixers > 0;
    }

    /** The state is loaded now: whoever waits for it gets it. */
    synchronized void loaded() {
        if (shown == null) {
            shown = newest.get();
            welcome(clients, shown);
        }
    }

    /** The room may be another one now; its clients are told soon. */
    synchronized void changed() {
        if (shown != null && pace.mayFollow(this::tell)) {
            tell();
        }
    }

    /** A client is going to be answered with these, be it that nothing changes. */
    synchronized void owe(Set<Slot> answer) {
        owed.addAll(answer);
    }

    /** Whatever is still owed is told now. */
    synchronized void answer() {
        if (shown != null && !owed.isEmpty() && pace.mayFollow(this::tell)) {
            tell();
        }
    }

    /** Tells something that is not part of the room's own state. */
    synchronized void announce(Set<Slot> slots) {
        if (shown != null) {
            Broadcast broadcast = Broadcast.of(slots, slot -> render(slot, shown));
            clients.forEach(broadcast::to);
        }
    }

    /** True while this client waits for the state of the room. */
    synchronized boolean waits(RoomClient client) {
        return shown == null && clients.contains(client);
    }

    private synchronized void tell() {
        pace.begun();
        Room now = newest.get();
        Set<Slot> news = Broadcast.news(shown, now);
        news.addAll(owed);
        owed.clear();
        shown = now;
        if (!news.isEmpty()) {
            pace.told();
            Broadcast broadcast = Broadcast.of(news, slot -> render(slot, now));
            clients.forEach(broadcast::to);
        }
    }

    private void welcome(Iterable<RoomClient> newcomers, Room now) {
        Set<Slot> everything = EnumSet.of(Slot.REGIONS, Slot.ACTIVE, Slot.CONFERENCE, Slot.COMPOSITIONS);
        Broadcast greeting = Broadcast.of(everything, slot -> render(slot, now));
        newcomers.forEach(greeting::to);
    }

    private Optional<String> render(Slot slot, Room now) {
        return switch (slot) {
            case REGIONS -> surroundings.regions();
            case EXCLUDED -> Optional.of(messages.excluded(now));
            case ACTIVE -> Optional.of(messages.active(now));
            case CONFERENCE -> Optional.of(messages.conference(now));
            case COMPOSITIONS -> Optional.of(surroundings.compositions(key));
            case STREAMS -> Optional.of(messages.activeStreams());
        };
    }
}
