package io.foyer.proxy.domain.session;

import io.foyer.proxy.domain.frame.CloseCode;
import io.foyer.proxy.domain.frame.FrameWriter;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * One end of a session: its connection, what was already said to it, and what waits to be said. Bytes for it are gathered
 * and handed to the connection once for each chunk that came from the other end.
 */
final class Party {
    private static final int STALLED_INTERVALS = 2;

    final Side side;
    final Wire wire;
    final Heartbeat heartbeat;
    private final FrameWriter frames;
    private final Outbox outbox = new Outbox();
    private byte[] closeFrameReceived;
    private boolean closeSent;
    private boolean finished;
    private boolean gone;
    private boolean paused;
    private boolean pingDue;
    /** Beats in a row that found the connection full. */
    private int stuckBeats;

    Party(Side side, Wire wire, RandomGenerator random) {
        this.side = side;
        this.wire = wire;
        this.heartbeat = new Heartbeat(random);
        this.frames = new FrameWriter(side == Side.NODE, random);
    }

    void pass(ByteBuffer bytes) {
        if (open()) {
            outbox.add(bytes);
        }
    }

    void pass(byte[] frame) {
        pass(ByteBuffer.wrap(frame));
    }

    /** Sends what was gathered. */
    void flush() {
        byte[] bytes = outbox.take();
        if (bytes.length > 0 && !gone) {
            wire.write(bytes);
        }
    }

    /** Passes on the other end's close frame; nothing may follow it (RFC 6455 section 5.5.1). */
    void passClose(byte[] frame) {
        pass(frame);
        closeSent = true;
    }

    /** Sends a close frame of the proxy's own, which answers the peer's when that was first. */
    void close(CloseCode code) {
        if (open()) {
            pass(closeFrameReceived == null ? frames.close(code) : frames.closeReply(closeFrameReceived));
            closeSent = true;
        }
    }

    void say(String message) {
        pass(frames.text(message));
    }

    void ping() {
        pingDue = false;
        pass(frames.ping(heartbeat.next()));
    }

    void pingWhenPossible() {
        pingDue = true;
    }

    boolean pingDue() {
        return pingDue;
    }

    /**
     * To be asked at each beat: true when the connection was full at three in a row and took nothing in between. Whether the
     * peer still sends does not matter: the other end waits all the same.
     */
    boolean stalled() {
        stuckBeats = wire.full() ? stuckBeats + 1 : 0;
        return stuckBeats > STALLED_INTERVALS;
    }

    /** The connection took what was written. */
    void drained() {
        stuckBeats = 0;
    }

    /** True while frames may be written to it. */
    boolean open() {
        return !closeSent && !gone;
    }

    boolean closeSent() {
        return closeSent;
    }

    boolean closeReceived() {
        return closeFrameReceived != null;
    }

    void closeWasReceived(byte[] payload) {
        closeFrameReceived = payload;
    }

    /** Closes the connection once all is sent. */
    void finish() {
        flush();
        if (!finished && !gone) {
            finished = true;
            wire.end();
        }
    }

    boolean gone() {
        return gone;
    }

    void isGone() {
        gone = true;
    }

    boolean paused() {
        return paused;
    }

    void pause() {
        if (!paused) {
            paused = true;
            wire.pause();
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            heartbeat.heard(); // its pongs could not be read meanwhile
            wire.resume();
        }
    }
}
