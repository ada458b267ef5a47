package io.foyer.proxy.domain.frame;

import java.util.Optional;

/** What RFC 6455 section 5 demands of the sequence of frames in one direction, and the largest message allowed. */
final class FrameRules {
    private final boolean masked;
    private final long maxMessage;
    private boolean insideMessage;
    private long messageLength;

    FrameRules(boolean masked, long maxMessage) {
        this.masked = masked;
        this.maxMessage = maxMessage;
    }

    /** @param skipping true when messages are not followed any more, only framing */
    Optional<FrameViolation> check(FrameHead head, boolean skipping) {
        if (head.masked() != masked) {
            return Optional.of(FrameViolation.MASKING);
        }
        if (head.reserved()) {
            return Optional.of(FrameViolation.RESERVED_BITS);
        }
        if (Opcode.of(head.opcode()).isEmpty()) {
            return Optional.of(FrameViolation.RESERVED_OPCODE);
        }
        if (head.payloadLength() < 0) {
            return Optional.of(FrameViolation.LENGTH);
        }
        return head.control() ? control(head) : skipping ? Optional.empty() : data(head);
    }

    private Optional<FrameViolation> control(FrameHead head) {
        if (head.payloadLength() > 125) {
            return Optional.of(FrameViolation.CONTROL_TOO_LONG);
        }
        return head.fin() ? Optional.empty() : Optional.of(FrameViolation.CONTROL_FRAGMENTED);
    }

    private Optional<FrameViolation> data(FrameHead head) {
        boolean continuation = head.opcode() == Opcode.CONTINUATION.number();
        if (continuation != insideMessage) {
            return Optional.of(FrameViolation.FRAGMENTATION);
        }
        long before = continuation ? messageLength : 0;
        if (head.payloadLength() > maxMessage - before) {
            return Optional.of(FrameViolation.MESSAGE_TOO_BIG);
        }
        messageLength = before + head.payloadLength();
        return Optional.empty();
    }

    /** A data frame was passed on to its end. */
    void passed(boolean fin) {
        insideMessage = !fin;
    }

    boolean insideMessage() {
        return insideMessage;
    }
}
