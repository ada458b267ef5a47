package io.foyer.room;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What all services of an installation share. */
@ConfigMapping(prefix = "foyer")
public interface FoyerConfig {
    /** {@code open}: anybody may do everything, for laptops; {@code secured}: secrets are required. */
    @WithDefault("open")
    Mode mode();

    /** Administrator token of the Stream Manager API; it must be another one than the default in secured mode. */
    @WithDefault(DEFAULT_TOKEN)
    String accessToken();

    /** What the vendor's pages are shipped with. */
    String DEFAULT_TOKEN = "xyz123";

    enum Mode {
        OPEN,
        SECURED
    }
}
