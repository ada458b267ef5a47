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

    /** A room is over when nobody was connected and no stream was live in it for this time: then its decisions end. */
    @WithDefault("60s")
    Duration endsAfter();

    /** Who was promoted keeps place and presenter for this time after the stream ended; 0 as in the original. */
    @WithDefault("5s")
    Duration seatGrace();

    /** A name that is promoted before it is there is waited for this long; at most a minute, which is how long ends are known. */
    @WithDefault("60s")
    Duration promise();

    /** Promoted names of one sender in one room that are not there yet; more are refused. */
    @WithDefault("100")
    int promisesPerSender();

    /** Connections to one room of this replica; more are closed with 1013. */
    @WithDefault("20000")
    int maxClients();

    /** A client that waits longer than this for the state of its room is told so. */
    @WithDefault("2s")
    Duration loadTimeout();

    /** How often other replicas are checked for having ended; three misses in a row count. */
    @WithDefault("5s")
    Duration ownersChecked();

    /** Between two renewals of the records of rooms that are not over. */
    default Duration renewal() {
        return endsAfter().dividedBy(3);
    }

    /** How long a record lives that nobody renews: a renewal may have been the moment before the last one left. */
    default Duration lease() {
        return endsAfter().plus(renewal());
    }
}
