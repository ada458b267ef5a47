package io.foyer.room.conference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How rooms are shown to their clients. */
@ConfigMapping(prefix = "foyer.room.conference")
public interface ConferenceConfig {
    /** Connections to one room of this replica; more are closed with 1013. */
    @WithDefault("20000")
    int mostClientsPerRoom();

    /** Least time between two broadcasts of one room; changes in between become one. */
    @WithDefault("20ms")
    Duration broadcastGap();

    /** A client that waits longer than this for the state of its room is told so. */
    @WithDefault("2s")
    Duration patience();

    /** Streams that one client may have posted at a time. */
    @WithDefault("100")
    int mostPostsPerClient();
}
