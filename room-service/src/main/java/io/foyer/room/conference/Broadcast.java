package io.foyer.room.conference;

import io.foyer.room.domain.Room;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the clients of a room have to be told, rendered once for all of them. */
record Broadcast(Map<Slot, String> texts) {
    /** @param render may have nothing to say about a kind */
    static Broadcast of(Set<Slot> slots, Function<Slot, Optional<String>> render) {
        Map<Slot, String> texts = new EnumMap<>(Slot.class);
        slots.forEach(slot -> render.apply(slot).ifPresent(text -> texts.put(slot, text)));
        return new Broadcast(texts);
    }

    void to(RoomClient client) {
        Map<Slot, String> own = new EnumMap<>(texts);
        own.keySet().removeIf(slot -> !client.role().gets(slot));
        if (!own.isEmpty()) {
            client.offer(own);
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
