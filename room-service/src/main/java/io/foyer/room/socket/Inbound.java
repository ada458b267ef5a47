package io.foyer.room.socket;

import io.foyer.room.Later;
import io.foyer.room.conference.NotUnderstood;
import io.foyer.room.protocol.ConferenceProtocol;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What one client sends: how often it may, and how many mistakes are forgiven. Each mistake is answered with an error;
 * too many of them end the connection. Used on the connection's event loop only.
 */
final class Inbound {
    private static final double FORGIVEN_PER_SECOND = 0.1;

    private final ClientSocket socket;
    private final ConferenceProtocol protocol;
    private final MeterRegistry metrics;
    private final TokenBucket messages;
    private final TokenBucket mistakes;
    private boolean over;

    Inbound(ClientSocket socket, ConferenceProtocol protocol, SocketConfig config, MeterRegistry metrics) {
        this.socket = socket;
        this.protocol = protocol;
        this.metrics = metrics;
        int rate = config.messagesPerSecond();
        this.messages = new TokenBucket(rate, rate, Later.NANOS);
        this.mistakes = new TokenBucket(config.patienceWithErrors(), FORGIVEN_PER_SECOND, Later.NANOS);
    }

    void text(String text) {
        if (over) {
            return;
        }
        socket.heard();
        if (!messages.take()) {
            mistake("rate", "too many messages; slow down");
            return;
        }
        try {
            protocol.received(socket, text);
        } catch (NotUnderstood e) {
            mistake("malformed", e.getMessage());
        }
    }

    private void mistake(String kind, String text) {
        metrics.counter("foyer.room.mistakes", "kind", kind).increment();
        if (mistakes.take()) {
            socket.complain(text);
        } else {
            over = true;
            socket.refuse(text, CloseCode.POLICY);
        }
    }
}
