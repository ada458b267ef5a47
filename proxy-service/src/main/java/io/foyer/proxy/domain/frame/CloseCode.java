package io.foyer.proxy.domain.frame;

import java.util.stream.Stream;

/** The WebSocket close codes that this proxy itself sends (RFC 6455 section 7.4.1); those of the peers pass unchanged. */
public enum CloseCode {
    /** The session is over and nothing is wrong. */
    NORMAL(1000),
    /** The other side went away, or this proxy is being stopped. */
    GOING_AWAY(1001),
    /** The peer broke the framing rules. */
    PROTOCOL_ERROR(1002),
    /** An operator ended the session. */
    POLICY(1008),
    /** A message was larger than {@code foyer.proxy.max-message-size}. */
    TOO_BIG(1009),
    /** The node, or the way to it, broke. */
    INTERNAL_ERROR(1011),
    /** One end takes nothing, so the session cannot go on (IANA's registry of close codes). */
    TRY_AGAIN_LATER(1013);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    /** The one with this number. */
    public static CloseCode of(int number) {
        return Stream.of(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("close code " + number));
    }

    /** What is on the wire. */
    public int number() {
        return number;
    }
}
