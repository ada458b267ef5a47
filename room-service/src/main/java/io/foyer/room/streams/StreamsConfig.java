package io.foyer.room.streams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the lists of rooms follow from what nodes report. */
@ConfigMapping(prefix = "foyer.room.streams")
public interface StreamsConfig {
    /** Between two comparisons of the rooms that clients are in with the streams that exist. */
    @WithDefault("15s")
    Duration reconcile();

    /** A stream of a room that no node has is kept this long, and for two comparisons at least. */
    @WithDefault("45s")
    Duration ghostGrace();

    /** Who was promoted, left the waiting room and did not arrive in the conference keeps the place this long. */
    @WithDefault("5s")
    Duration placeGrace();

    /** News of streams is gathered this long and then written once for each room. */
    @WithDefault("5ms")
    Duration gather();

    /** After a failed write, the pause before the next attempt. */
    @WithDefault("500ms")
    Duration again();
}
