package io.foyer.room.credentials;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Round-trip authentication: what nodes are answered when they ask about a client. */
@ConfigMapping(prefix = "foyer.room.credentials")
public interface CredentialsConfig {
    /** {@code allow-all}, {@code static-list}, or the name of a validator of one's own. */
    @WithDefault("allow-all")
    String validator();

    /** Passwords by user name, for {@code static-list}. The mixer page comes as {@code default-username}. */
    Map<String, String> users();

    /** A node gives up after 9 s; a validator gets this long, then the answer is no. */
    @WithDefault("2s")
    Duration timeout();
}
