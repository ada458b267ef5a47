package io.foyer.room.composition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How room-service deals with the Stream Manager. */
@ConfigMapping(prefix = "foyer.room.compositions")
public interface CompositionConfig {
    /** Longest wait for an answer of the Stream Manager. */
    @WithDefault("10s")
    Duration timeout();

    /** Between two looks at a composition that is not composing yet, if the Stream Manager is not Foyer's own. */
    @WithDefault("5s")
    Duration poll();

    /** A composition that is not composing after this time is not looked at any more. */
    @WithDefault("10m")
    Duration pollAtMost();

    /** Regions are asked for again after this time, while clients are connected. */
    @WithDefault("60s")
    Duration regionsCache();

    /** After a failure, regions are asked for again after this time. */
    @WithDefault("5s")
    Duration regionsRetry();
}
