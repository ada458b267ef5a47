package io.foyer.proxy.domain.session;

import io.foyer.proxy.domain.frame.ControlFrame;
import io.foyer.proxy.domain.frame.FrameScanner;
import io.foyer.proxy.domain.frame.FrameSink;
import io.foyer.proxy.domain.frame.FrameViolation;
import io.foyer.proxy.domain.frame.Opcode;
import io.foyer.proxy.domain.message.MessageKind;
import io.foyer.proxy.domain.message.Rejection;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What goes from one end to the other: everything, except the pongs that answer the proxy's own pings. */
final class Direction implements FrameSink {
    private final Party source;
    private final Party target;
    private final FrameScanner scanner;
    private final BiConsumer<Direction, ControlFrame> onClose;
    private final Consumer<MessageKind> onMessage;
    private boolean verdictSeen;

    Direction(
            Party source,
            Party target,
            long maxMessage,
            BiConsumer<Direction, ControlFrame> onClose,
            Consumer<MessageKind> onMessage) {
        this.source = source;
        this.target = target;
        this.onClose = onClose;
        this.onMessage = onMessage;
        this.scanner = new FrameScanner(source.side == Side.BROWSER, maxMessage, this);
    }

    /** Takes a chunk from the source; what it comes to is sent by {@link #flush}. */
    Optional<FrameViolation> take(ByteBuffer chunk) {
        source.heartbeat.heard();
        return source.closeReceived() ? Optional.empty() : scanner.scan(chunk);
    }

    /** Sends on, and stops reading the source while the target cannot take more. */
    void flush() {
        target.flush();
        if (target.open() && target.wire.full()) {
            source.pause();
        }
    }

    /** Pings the target between two frames: now, or as soon as the frame under way is through. */
    void ping() {
        if (!target.open() || target.wire.full()) {
            return;
        }
        if (!betweenFrames()) {
            target.pingWhenPossible();
        } else {
            target.ping();
            target.flush();
        }
    }

    @Override
    public void pass(ByteBuffer bytes) {
        target.pass(bytes);
    }

    @Override
    public void between() {
        if (target.pingDue() && target.open()) {
            target.ping();
        }
    }

    @Override
    public void control(ControlFrame frame) {
        if (source.closeReceived()) {
            return;
        }
        if (frame.opcode() == Opcode.CLOSE) {
            onClose.accept(this, frame);
        } else if (frame.opcode() != Opcode.PONG || !source.heartbeat.answeredBy(frame.payload())) {
            target.pass(frame.raw());
        }
    }

    @Override
    public void opening(byte[] first) {
        if (source.side == Side.BROWSER) {
            onMessage.accept(MessageKind.of(first));
        } else {
            verdictSeen = verdictSeen || Rejection.isVerdict(first);
        }
    }

    Party source() {
        return source;
    }

    Party target() {
        return target;
    }

    /** True once the source told the target how its connection went. */
    boolean verdictSeen() {
        return verdictSeen;
    }

    boolean betweenFrames() {
        return scanner.betweenFrames();
    }

    boolean betweenMessages() {
        return scanner.betweenMessages();
    }
}
