package io.foyer.proxy.domain.handshake;

/** What a node said to an opening handshake. */
public sealed interface NodeAnswer {
    /** More bytes are needed. */
    record Incomplete() implements NodeAnswer {}

    /**
     * It is a WebSocket now.
     *
     * @param early what the node sent after its 101 in the same packets; the first message is often there already
     */
    record Accepted(byte[] early) implements NodeAnswer {}

    /** It answered with another status. */
    record Refused(int status) implements NodeAnswer {}

    /** @param why for the log */
    record Malformed(String why) implements NodeAnswer {}
}
