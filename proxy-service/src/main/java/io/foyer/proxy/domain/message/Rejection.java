package io.foyer.proxy.domain.message;

import java.nio.charset.StandardCharsets;

/**
 * The end of a session that never got going. A page that is closed cleanly before it heard how its connection went waits
 * for ever (signaling, sections 3.3 and 6), so it has to be told first.
 */
public final class Rejection {
    /** What every class of the vendor's SDK takes as a failed connection. */
    public static final String MESSAGE = "{\"data\":{\"type\":\"error\",\"code\":\"NetConnection.Connect.Failed\"}}";

    private static final String VERDICT = "NetConnection.Connect.";

    private Rejection() {}

    /**
     * True when a node's message tells the page how its connection went: success, rejected or failed.
     *
     * @param opening the first bytes of the message
     */
    public static boolean isVerdict(byte[] opening) {
        return new String(opening, StandardCharsets.ISO_8859_1).contains(VERDICT);
    }
}
