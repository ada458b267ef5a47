package io.foyer.room.socket;

import io.foyer.room.Later;
import io.foyer.room.conference.NotUnderstood;
import io.foyer.room.protocol.ConferenceProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;

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
    private final int mostBytes;

    /** What came of a message whose last frame has not come yet; bounded by the size of a message. */
    private Buffer begun = Buffer.buffer();

    private boolean over;

    Inbound(ClientSocket socket, ConferenceProtocol protocol, SocketConfig config, MeterRegistry metrics) {
        this.socket = socket;
        this.protocol = protocol;
        this.metrics = metrics;
        this.mostBytes = config.mostBytes();
        int rate = config.messagesPerSecond();
        this.messages = new TokenBucket(rate, rate, Later.NANOS);
        this.mistakes = new TokenBucket(config.patienceWithErrors(), FORGIVEN_PER_SECOND, Later.NANOS);
    }

    /** Text and binary are the same here: some clients send their JSON as one, some as the other. */
    void frame(WebSocketFrame frame) {
        if (over || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        socket.heard();
        Buffer content = frame.binaryData();
        if (begun.length() + content.length() > mostBytes) {
            metrics.counter("foyer.room.mistakes", "kind", "size").increment();
            over = true;
            begun = Buffer.buffer();
            socket.refuse("a message may have " + mostBytes + " bytes", CloseCode.TOO_BIG);
        } else if (frame.isFinal()) {
            String text = begun.appendBuffer(content).toString();
            begun = Buffer.buffer();
            text(text);
        } else {
            begun.appendBuffer(content);
        }
    }

    private void text(String text) {
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
