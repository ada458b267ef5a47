package io.foyer.registry.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What all services of an installation share. */
@ConfigMapping(prefix = "foyer")
public interface FoyerConfig {
    /** {@code open} trusts everybody who can reach the service; {@code secured} asks for keys and refuses default ones. */
    @WithDefault("open")
    Mode mode();

    /** Administrator token of the Stream Manager API. The default is that of the vendor's test pages. */
    @WithDefault(DEFAULT_ACCESS_TOKEN)
    String accessToken();

    String DEFAULT_ACCESS_TOKEN = "xyz123";

    enum Mode {
        OPEN,
        SECURED
    }
}
