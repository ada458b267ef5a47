package io.foyer.proxy.domain.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The proxy's own pings to one end (signaling, section 7: load balancers cut what is idle for 60 s). Each carries a random
 * payload, so that only the pongs that answer them are taken out of the stream and the peers' own pings and pongs pass.
 */
final class Heartbeat {
    private static final int MISSES_ALLOWED = 2;

    private final RandomGenerator random;
    /** Payloads that were sent lately, newest last; a peer may answer just the newest (RFC 6455 section 5.5.3). */
    private final ArrayDeque<byte[]> sent = new ArrayDeque<>(MISSES_ALLOWED);

    private int unanswered;

    Heartbeat(RandomGenerator random) {
        this.random = random;
    }

    /** The payload of the next ping, which counts as unanswered from now on. */
    byte[] next() {
        if (sent.size() == MISSES_ALLOWED) {
            sent.removeFirst();
        }
        byte[] nonce = ("foyer-" + HexFormat.of().toHexDigits(random.nextLong())).getBytes(StandardCharsets.US_ASCII);
        sent.addLast(nonce);
        unanswered++;
        return nonce;
    }

    /** Anything the peer sends proves that it lives. */
    void heard() {
        unanswered = 0;
    }

    /** True when the peer let as many pings go by as it may. */
    boolean silent() {
        return unanswered >= MISSES_ALLOWED;
    }

    /** True when this pong is the answer to one of our pings, and so nobody else's. */
    boolean answeredBy(byte[] pong) {
        return sent.removeIf(nonce -> Arrays.equals(nonce, pong));
    }
}
