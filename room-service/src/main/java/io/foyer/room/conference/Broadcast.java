package io.foyer.room.conference;

import io.foyer.room.domain.Room;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the clients of a room have to be told, rendered once for all of them. */
record Broadcast(List<Part> parts) {
    record Part(Slot slot, String text) {}

    /** @param render may have nothing to say about a kind */
    static Broadcast of(Set<Slot> slots, Function<Slot, Optional<String>> render) {
        return new Broadcast(EnumSet.copyOf(slots).stream()
                .flatMap(slot -> render.apply(slot).map(text -> new Part(slot, text)).stream())
                .toList());
    }

    void to(RoomClient client) {
        for (Part part : parts) {
            if (client.role().gets(part.slot())) {
                client.offer(part.slot(), part.text());
            }
        }
    }

    /** What follows from the difference of two states of a room (conference-api.md 7). */
    static Set<Slot> news(Room before, Room now) {
        Set<Slot> news = EnumSet.noneOf(Slot.class);
        if (!before.equals(now)) {
            news.add(Slot.ACTIVE);
        }
        if (!before.excluded().containsAll(now.excluded())) {
            news.add(Slot.EXCLUDED);
        }
        if (!before.conference().equals(now.conference()) || !before.presenter().equals(now.presenter())) {
            news.add(Slot.CONFERENCE);
        }
        return news;
    }
}
