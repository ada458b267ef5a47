package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A room, conference or waiting. Written by room-service; the proxy reads who may join.
 *
 * @param key {@code live/room1}, or {@code live/room1_wr} for its waiting room
 * @param active names of the streams that are published in the room, in order of arrival
 * @param excluded names that are barred
 * @param conference names that were promoted, in order
 * @param presenter one of the conference, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomRecord(
        String key, List<String> active, List<String> excluded, List<String> conference, String presenter) {
    public RoomRecord {
        active = List.copyOf(active);
        excluded = List.copyOf(excluded);
        conference = List.copyOf(conference);
    }

    /**
     * One room of what was known when the store lost its data and of what was written since without knowing that: nothing
     * that people decided is lost, and whoever is barred by either is barred.
     */
    static RoomRecord merged(RoomRecord known, RoomRecord younger) {
        List<String> excluded = union(known.excluded, younger.excluded, List.of());
        List<String> active = union(known.active, younger.active, excluded);
        List<String> conference = union(known.conference, younger.conference, excluded);
        String presenter = Stream.concat(Stream.of(known.presenter, younger.presenter), conference.stream())
                .filter(name -> name != null && conference.contains(name))
                .findFirst()
                .orElse(null);
        return new RoomRecord(known.key, active, excluded, conference, presenter);
    }

    private static List<String> union(List<String> first, List<String> then, List<String> without) {
        Set<String> names = new LinkedHashSet<>(first);
        names.addAll(then);
        without.forEach(names::remove);
        return List.copyOf(names);
    }
}
