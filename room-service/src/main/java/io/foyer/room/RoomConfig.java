package io.foyer.room;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What concerns the whole room-service. */
@ConfigMapping(prefix = "foyer.room")
public interface RoomConfig {
    /** Base address of the Stream Manager API that makes compositions: Foyer's registry, or a vendor's. */
    @WithDefault("http://127.0.0.1:8003")
    URI streamManagerUrl();

    /**
     * Values of the {@code Origin} header that pages may have, {@code https://sm.example.org}. Not set means all, which
     * is what unmodified installations expect.
     */
    Optional<Set<String>> allowedOrigins();

    /** Nodes post to {@code /webhook/<this>}. In secured mode it is required, and nothing else is accepted. */
    Optional<String> webhookSecret();

    /** Values of {@code clusterNodeType} whose webhooks say something about rooms; all but transcoders count as origins. */
    @WithDefault("TYPE_ORIGIN,TYPE_TRANSCODER,TYPE_OFF,off,origin,transcoder")
    Set<String> webhookNodeTypes();

    /**
     * Whether of two webhooks about one stream the one with the later {@code timestamp} counts, because nodes send them side by
     * side; if not, the one that came later. For nodes that mean something else by it.
     */
    @WithDefault("true")
    boolean webhookTimestamps();

    /** Whether the bans of a room end when its last active stream ended, as they did in the original. */
    @WithDefault("true")
    boolean bansEndWithRoom();

    /** How often other replicas are checked for having ended; three misses in a row count. */
    @WithDefault("5s")
    Duration ownersChecked();
}
