package io.foyer.room.streams;

import io.foyer.room.domain.RoomKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Streams that are in a room though no node has them. One is due to be removed when it was found missing twice in a row
 * and for the grace time. It remembers the missing ones of the rooms it is asked about, nothing else. For one thread at a
 * time.
 */
final class Ghosts {
    private final Map<RoomKey, Map<String, Sighting>> missing = new HashMap<>();
    private final Duration grace;

    Ghosts(Duration grace) {
        this.grace = grace;
    }

    private record Sighting(Instant first, int times) {
        Sighting again() {
            return new Sighting(first, times + 1);
        }
    }

    /** Answers with those that are due. */
    Set<String> seen(RoomKey room, Set<String> without, Instant now) {
        Map<String, Sighting> before = missing.getOrDefault(room, Map.of());
        Map<String, Sighting> after = without.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> before.containsKey(name) ? before.get(name).again() : new Sighting(now, 1)));
        if (after.isEmpty()) {
            missing.remove(room);
        } else {
            missing.put(room, after);
        }
        return after.entrySet().stream()
                .filter(entry -> entry.getValue().times() >= 2
                        && !entry.getValue().first().plus(grace).isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Forgets rooms that are not looked at any more. */
    void keepOnly(Collection<RoomKey> rooms) {
        missing.keySet().retainAll(Set.copyOf(rooms));
    }
}
