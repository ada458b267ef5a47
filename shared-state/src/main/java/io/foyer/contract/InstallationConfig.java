package io.foyer.contract;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What all services of an installation share. */
@ConfigMapping(prefix = "foyer")
public interface InstallationConfig {
    /** The token that the vendor's pages are shipped with; refused in secured mode. */
    String DEFAULT_ACCESS_TOKEN = "xyz123";

    /** {@code open} trusts everybody who can reach a service, for laptops; {@code secured} asks for keys and refuses default ones. */
    @WithDefault("open")
    Mode mode();

    /** Administrator token of the Stream Manager API. */
    @WithDefault(DEFAULT_ACCESS_TOKEN)
    String accessToken();

    enum Mode {
        OPEN,
        SECURED
    }
}
