package io.foyer.room.socket;

import io.foyer.room.Later;
import io.foyer.room.runtime.Protocol;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/**
 * What one client sends: how often it may, and how many mistakes are forgiven. Each mistake is answered with an error;
 * too many of them end the connection. Used on the connection's event loop only.
 */
final class Inbound {
    private static final Logger LOG = Logger.getLogger(Inbound.class);
    private static final double FORGIVEN_PER_SECOND = 0.1;

    private final ClientSocket socket;
    private final Protocol protocol;
    private final MeterRegistry metrics;
    private final TokenBucket messages;
    private final TokenBucket mistakes;
    private final int mostBytes;
    private boolean over;

    Inbound(ClientSocket socket, Protocol protocol, SocketConfig config, MeterRegistry metrics) {
        this.socket = socket;
        this.protocol = protocol;
        this.metrics = metrics;
        this.mostBytes = config.mostBytes();
        int rate = config.messagesPerSecond();
        this.messages = new TokenBucket(rate, rate, Later.NANOS);
        this.mistakes = new TokenBucket(config.patienceWithErrors(), FORGIVEN_PER_SECOND, Later.NANOS);
    }

    ClientSocket socket() {
        return socket;
    }

    void message(String text) {
        if (over) {
            return;
        }
        socket.heard();
        if (!messages.take()) {
            mistake("rate", "too many messages; slow down");
            return;
        }
        try {
            protocol.received(socket, text).exceptionally(refused -> {
                count("malformed");
                if (!mistakes.take()) {
                    over = true;
                    socket.refuse("policy", "too many invalid messages", CloseCode.POLICY);
                }
                return null;
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "message not handled room=%s", socket.room().text());
            socket.error("internal", "the server failed to do this");
        }
    }

    /** A message came that is longer than any may be. */
    void tooBig() {
        if (!over) {
            count("size");
            over = true;
            socket.refuse("too-big", "a message may have " + mostBytes + " bytes", CloseCode.TOO_BIG);
        }
    }

    private void mistake(String kind, String text) {
        count(kind);
        if (mistakes.take()) {
            socket.error("too-many-messages", text);
        } else {
            over = true;
            socket.refuse("too-many-messages", text, CloseCode.POLICY);
        }
    }

    private void count(String kind) {
        metrics.counter("foyer.room.mistakes", "kind", kind).increment();
    }
}
