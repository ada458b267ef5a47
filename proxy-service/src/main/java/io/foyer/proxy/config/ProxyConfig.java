package io.foyer.proxy.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the signaling proxy behaves. */
@ConfigMapping(prefix = "foyer.proxy")
public interface ProxyConfig {
    /** Most sessions carried at once, those still being dialed included; more are refused with 503. */
    @WithDefault("10000")
    int maxSessions();

    /**
     * Most sessions for one client address; more are refused with 429. A whole conference may sit behind one address, and
     * a session lasts some seconds only.
     */
    @WithDefault("500")
    int maxSessionsPerClient();

    /** Largest WebSocket message that passes; above it the session ends with 1009. An offer can exceed 64 KiB. */
    @WithDefault("1M")
    MemorySize maxMessageSize();

    /** How much may be written and not sent on one connection before the other one is not read any more. */
    @WithDefault("64K")
    MemorySize writeQueueSize();

    /** Longest wait for the TCP (and TLS) connection to a node. */
    @WithDefault("1500ms")
    Duration connectTimeout();

    /** Longest time from a browser's handshake to its answer. The vendor's SDK gives up after 5 s. */
    @WithDefault("4s")
    Duration dialTimeout();

    /** How often both ends are pinged. One that answers neither of two pings is given up. */
    @WithDefault("20s")
    Duration pingInterval();

    /** How long the ends have to close once a session goes to its end, before their connections are cut. */
    @WithDefault("5s")
    Duration closeGrace();

    /** How long sessions may go on after a shutdown began, before they are closed with 1001. */
    @WithDefault("30s")
    Duration drainDeadline();

    /** Subprotocol that nodes are offered; empty offers none. Whatever they choose, browsers are told nothing. */
    @WithDefault("json")
    Optional<String> nodeSubprotocol();

    /** Query parameters that are not passed on to nodes, besides {@code host}, {@code app} and {@code context}. */
    Optional<Set<String>> dropParameters();

    /** Put before the application in every path at a node, for example {@code /gateway}; empty for none. */
    Optional<String> nodePathPrefix();

    /** Whether the certificate of a node that is dialed with TLS must be valid for its address. */
    @WithDefault("true")
    boolean verifyNodeCertificate();

    /**
     * Addresses or CIDR ranges of the proxies in front of this one, whose {@code X-Forwarded-For} and
     * {@code X-Forwarded-Proto} are believed.
     */
    @WithDefault("127.0.0.0/8,::1/128")
    List<String> trustedProxies();

    /** How often the sessions here are made known to the other replicas. */
    @WithDefault("2s")
    Duration publishInterval();

    /** Most sessions that are made known in one interval, so that a storm of short ones costs Redis little. */
    @WithDefault("200")
    int publishBatch();
}
