package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

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
}
