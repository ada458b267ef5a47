package io.foyer.room.socket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Limits of the clients' connections. */
@ConfigMapping(prefix = "foyer.room.socket")
public interface SocketConfig {
    /** Connections of this replica; more are refused with 503 and may try another. By default as many as the memory holds. */
    Optional<Integer> max();

    /** Bytes of one message; a longer one closes the connection with 1009. Set at start for the whole HTTP server. */
    @WithDefault("65536")
    int maxBytes();

    /** Frames a second from one client, and as many at once, pings and pongs included; more are read later. */
    @WithDefault("100")
    int messagesPerSecond();

    /** Bad messages from one client before its connection is closed with 1008; one is forgiven every ten seconds. */
    @WithDefault("20")
    int maxInvalidMessages();

    /** Between two pings; a client that left two unanswered is gone. */
    @WithDefault("20s")
    Duration ping();

    /** How long a client may take nothing while something waits for it; then it is closed with 1013, and cut 2 s later. */
    @WithDefault("30s")
    Duration stalled();

    /** When this replica stops, its connections are cut spread over this time. */
    @WithDefault("10s")
    Duration drain();
}
