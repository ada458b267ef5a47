package io.foyer.registry.config;

import io.foyer.contract.NodeRole;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which nodes there are, how long they may be silent, and who may say so. */
@ConfigMapping(prefix = "foyer.registry")
public interface RegistryConfig {
    /** Bearer key that nodes present. Not asked for when absent, which only open mode allows. */
    Optional<String> nodeKey();

    /** Weaker token that is good for posting a conference provision and nothing else; browsers hold it. */
    Optional<String> pageToken();

    /** When set, webhooks are taken only at {@code /webhook/<secret>}; secured mode takes none without it. */
    Optional<String> webhookSecret();

    /** Token to present at the nodes' own cluster API. Nothing is presented when absent. */
    Optional<String> nodeAccessToken();

    /** Time between two heartbeats that nodes are told to keep. */
    @WithDefault("10s")
    Duration heartbeatInterval();

    /** Silence after which a node takes nothing new; three heartbeat intervals when absent. */
    Optional<Duration> suspectAfter();

    /** Further silence after which it is gone and its streams end. */
    @WithDefault("90s")
    Duration goneAfter();

    /** Time an announced node has for its first report. */
    @WithDefault("150s")
    Duration firstReportWithin();

    /** Time a leaving node has for its last streams. */
    @WithDefault("10m")
    Duration drainLimit();

    /**
     * When more than a third of the nodes fall silent together they are left as they are for this long: more likely we
     * cannot hear them than they all died.
     */
    @WithDefault("5m")
    Duration freezeLimit();

    /** How often silence is looked for. */
    @WithDefault("1s")
    Duration tick();

    /** Longest wait for a node to take a provision before whoever posted it is answered anyway. */
    @WithDefault("1500ms")
    Duration provisionPushTimeout();

    /** Origins of web pages that may call the API from elsewhere; {@code *} for all. */
    @WithDefault("*")
    List<String> corsOrigins();

    /** Names for groups of regions: {@code foyer.registry.geozones.europe=eu-west-1,eu-central-1}. */
    Map<String, List<String>> geozones();

    /** Nodes that do not report themselves. */
    List<StaticNode> staticNodes();

    /** How a static node shows that it lives; {@code none} takes it for living for ever. */
    @WithDefault("http")
    Probe staticProbe();

    /** A node by configuration. */
    interface StaticNode {
        /** The address when absent. */
        Optional<String> id();

        /** What clients are given. */
        String address();

        /** What the proxy and probes dial instead. */
        Optional<String> privateAddress();

        /** {@code origin}, {@code edge}, {@code relay}, {@code transcoder} or {@code mixer}. */
        NodeRole role();

        /** Region or zone code. */
        @WithDefault("default")
        String region();

        /** Node group. */
        @WithDefault("default")
        String group();

        /** TCP port for HTTP and WebSocket. */
        @WithDefault("5080")
        int signalingPort();

        /** Whether that port speaks TLS. */
        @WithDefault("false")
        boolean secure();

        /** Connections it is meant to take. */
        @WithDefault("100")
        int capacity();
    }

    enum Probe {
        /** {@code GET /live} answers below 400. */
        HTTP,
        /** The signaling port accepts a connection. */
        TCP,
        NONE
    }
}
