package io.foyer.room.streams;

import io.foyer.room.Later;
import io.foyer.room.conference.Retry;
import io.foyer.room.conference.RoomWriter;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.room.presence.Presence;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who was promoted and then left the waiting room without arriving in the conference would stay in its list as a ghost
 * (conference-api.md 12, defect 8). The place is given up after a while, unless the stream came back.
 */
@ApplicationScoped
public class PlaceKeeper {
    private final StreamIndex index;
    private final Presence presence;
    private final RoomWriter writer;
    private final Retry retry;
    private final Later later;
    private final StreamsConfig config;

    public PlaceKeeper(
            StreamIndex index, Presence presence, RoomWriter writer, Retry retry, Later later, StreamsConfig config) {
        this.index = index;
        this.presence = presence;
        this.writer = writer;
        this.retry = retry;
        this.later = later;
        this.config = config;
    }

    /** The stream left this room; of interest only if that is a waiting room. */
    public void left(RoomKey room, String stream) {
        if (room.waiting()) {
            later.run(config.placeGrace(), () -> {
                retry.untilDone(() -> there(room, stream) || there(room.base(), stream)
                        ? Uni.createFrom().voidItem()
                        : writer.apply(room.base(), new RoomCommand.GiveUpPlace(stream)));
            });
        }
    }

    /** True while a node has the stream in this room, or a connected client posted it there. */
    public boolean there(RoomKey room, String stream) {
        return index.published(room.text(), stream) || presence.holds(room, stream);
    }
}
