package io.foyer.proxy.domain.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Walks over one direction of a WebSocket connection and finds its frames (RFC 6455 section 5), whatever the pieces in
 * which the bytes arrive. It keeps back the head of a frame until it is complete, and control frames, so that
 * everything passed on so far always ends between two frames or inside a data frame's payload. At most 139 bytes are
 * held. Payload is looked at only where a text message begins.
 *
 * <p>For one thread at a time.
 */
public final class FrameScanner {
    /** How many bytes of a text message are shown to {@link FrameSink#opening}. */
    public static final int OPENING = 256;

    private static final int MAX_CONTROL_PAYLOAD = 125;

    private final FrameRules rules;
    private final FrameSink sink;
    private final byte[] held = new byte[FrameHead.MAX_SIZE + MAX_CONTROL_PAYLOAD];
    private final byte[] opening = new byte[OPENING];
    private int heldLength;
    private int openingLength;
    private boolean openingWanted;
    /** Of the frame being read; null while its head is not complete. */
    private FrameHead head;

    private long read;
    private boolean skipping;
    private boolean broken;

    /**
     * @param masked true for a browser's frames, false for a node's
     * @param maxMessage largest message in bytes, all its fragments together
     */
    public FrameScanner(boolean masked, long maxMessage, FrameSink sink) {
        this.rules = new FrameRules(masked, maxMessage);
        this.sink = sink;
    }

    /**
     * Takes the next bytes. After a fatal violation everything is ignored; after a message that was too big nothing is
     * passed any more, but control frames are still found, so that the peer's close is seen.
     *
     * @return the first violation met
     */
    public Optional<FrameViolation> scan(ByteBuffer chunk) {
        Optional<FrameViolation> met = Optional.empty();
        while (!broken && chunk.hasRemaining()) {
            if (head != null && !head.control()) {
                payload(chunk);
                continue;
            }
            held[heldLength++] = chunk.get();
            if (head == null && headComplete()) {
                Optional<FrameViolation> violation = headRead();
                met = met.isPresent() ? met : violation;
            }
            if (head != null && head.control() && heldLength == head.size() + head.payloadLength()) {
                controlRead();
            }
        }
        return met;
    }

    /** True when the bytes passed on so far end at the end of a frame. */
    public boolean betweenFrames() {
        return skipping || broken || head == null || head.control();
    }

    /** True when they end at the end of a message, so that another message may follow. */
    public boolean betweenMessages() {
        return betweenFrames() && !rules.insideMessage();
    }

    private boolean headComplete() {
        return heldLength >= 2 && heldLength == FrameHead.sizeFor(held[1]);
    }

    private Optional<FrameViolation> headRead() {
        FrameHead next = FrameHead.parse(held);
        Optional<FrameViolation> violation = rules.check(next, skipping);
        if (violation.isPresent()) {
            broken = violation.get().fatal();
            skipping = true;
        }
        if (broken) {
            return violation;
        }
        head = next;
        read = 0;
        if (!head.control()) {
            dataBegins();
        }
        return violation;
    }

    private void dataBegins() {
        if (!skipping) {
            sink.pass(ByteBuffer.wrap(held, 0, heldLength));
            if (head.opcode() != Opcode.CONTINUATION.number()) {
                openingWanted = head.opcode() == Opcode.TEXT.number();
                openingLength = 0;
            }
        }
        heldLength = 0;
        if (head.payloadLength() == 0) {
            dataEnds();
        }
    }

    private void payload(ByteBuffer chunk) {
        int length = (int) Math.min(head.payloadLength() - read, chunk.remaining());
        ByteBuffer part = chunk.slice(chunk.position(), length);
        if (!skipping) {
            showOpening(part.duplicate());
            sink.pass(part);
        }
        chunk.position(chunk.position() + length);
        read += length;
        if (read == head.payloadLength()) {
            dataEnds();
        }
    }

    private void showOpening(ByteBuffer part) {
        for (long at = read; openingWanted && part.hasRemaining(); at++) {
            opening[openingLength++] = head.unmask(part.get(), at);
            if (openingLength == OPENING) {
                tellOpening();
            }
        }
    }

    private void tellOpening() {
        openingWanted = false;
        sink.opening(Arrays.copyOf(opening, openingLength));
    }

    private void dataEnds() {
        boolean fin = head.fin();
        head = null;
        if (skipping) {
            return;
        }
        rules.passed(fin);
        if (fin && openingWanted) {
            tellOpening();
        }
        sink.between();
    }

    private void controlRead() {
        byte[] raw = Arrays.copyOf(held, heldLength);
        byte[] payload = Arrays.copyOfRange(raw, head.size(), raw.length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] = head.unmask(payload[i], i);
        }
        Opcode opcode = Opcode.of(head.opcode()).orElseThrow();
        heldLength = 0;
        head = null;
        sink.control(new ControlFrame(opcode, payload, raw));
    }
}
