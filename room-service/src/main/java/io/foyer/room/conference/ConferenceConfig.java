package io.foyer.room.conference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the conference protocol. */
@ConfigMapping(prefix = "foyer.room.conference")
public interface ConferenceConfig {
    /** Streams that one client may have posted at a time. */
    @WithDefault("100")
    int maxPostsPerClient();
}
