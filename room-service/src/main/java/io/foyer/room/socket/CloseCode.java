package io.foyer.room.socket;

/** Why the server closes a connection. */
public enum CloseCode {
    /** What the client asked for is not served here, or it broke the rules too often. Do not come back unchanged. */
    POLICY(1008),
    /** A message was too big. */
    TOO_BIG(1009),
    /** Too many connections, or the client does not take what it is sent. Come back later. */
    OVERLOAD(1013),
    /** Cut without a close frame, which clients see as 1006: they come back at once, to another replica. */
    CUT(1006);

    private final short code;

    CloseCode(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }
}
