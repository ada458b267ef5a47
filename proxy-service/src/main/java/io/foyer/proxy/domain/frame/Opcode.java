package io.foyer.proxy.domain.frame;

import java.util.Optional;

/** What a frame is (RFC 6455 section 5.2). */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final Opcode[] BY_NUMBER = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_NUMBER[opcode.number] = opcode;
        }
    }

    private final int number;

    Opcode(int number) {
        this.number = number;
    }

    /** Empty for the reserved numbers. */
    static Optional<Opcode> of(int number) {
        return Optional.ofNullable(BY_NUMBER[number & 0xF]);
    }

    int number() {
        return number;
    }

    boolean control() {
        return number >= 0x8;
    }
}
