package io.foyer.proxy.domain.frame;

/** A rule of RFC 6455 section 5 that a peer broke. */
public enum FrameViolation {
    /** A browser must mask its frames, a node must not (section 5.1). */
    MASKING,
    /** RSV bits are set although no extension was negotiated (5.2). */
    RESERVED_BITS,
    /** An opcode that means nothing (5.2). */
    RESERVED_OPCODE,
    /** A length of 63 bits with the top bit set (5.2). */
    LENGTH,
    /** A control frame with more than 125 bytes (5.5). */
    CONTROL_TOO_LONG,
    /** A control frame in fragments (5.5). */
    CONTROL_FRAGMENTED,
    /** A continuation of nothing, or a new message inside another (5.4). */
    FRAGMENTATION,
    /** The message is larger than what this proxy lets through (section 10.4). The rest of it can still be skipped. */
    MESSAGE_TOO_BIG;

    /** True when nothing after it can be understood any more. */
    public boolean fatal() {
        return this != MESSAGE_TOO_BIG;
    }
}
