package io.foyer.proxy.domain.session;

import io.foyer.proxy.domain.frame.CloseCode;
import java.util.Locale;

/**
 * Why a session ended: the first thing that made it end. It is the metric label and the log's {@code cause}, and says
 * with which close codes the two ends are told when they are still there.
 */
public enum EndCause {
    /** The browser closed its socket: the usual end, also after the hand-over to the data channel. */
    CLIENT_CLOSED(CloseCode.NORMAL, CloseCode.NORMAL),
    /** The browser's connection broke without a close frame. */
    CLIENT_LOST(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY),
    /** The browser answered no ping. */
    CLIENT_SILENT(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY),
    /** The browser took nothing off its connection for two ping intervals and more. */
    CLIENT_STALLED(CloseCode.TRY_AGAIN_LATER, CloseCode.GOING_AWAY),
    /** The browser broke the WebSocket framing rules. */
    CLIENT_PROTOCOL_ERROR(CloseCode.PROTOCOL_ERROR, CloseCode.GOING_AWAY),
    /** The browser sent a message above the limit. */
    CLIENT_MESSAGE_TOO_BIG(CloseCode.TOO_BIG, CloseCode.GOING_AWAY),
    /** The node closed the socket. */
    NODE_CLOSED(CloseCode.NORMAL, CloseCode.NORMAL),
    /** The node's connection broke without a close frame. */
    NODE_LOST(CloseCode.INTERNAL_ERROR, CloseCode.GOING_AWAY),
    /** The node answered no ping. */
    NODE_SILENT(CloseCode.INTERNAL_ERROR, CloseCode.GOING_AWAY),
    /** The node took nothing off its connection for two ping intervals and more. */
    NODE_STALLED(CloseCode.TRY_AGAIN_LATER, CloseCode.GOING_AWAY),
    /** The node broke the WebSocket framing rules. */
    NODE_PROTOCOL_ERROR(CloseCode.INTERNAL_ERROR, CloseCode.PROTOCOL_ERROR),
    /** The node sent a message above the limit. */
    NODE_MESSAGE_TOO_BIG(CloseCode.INTERNAL_ERROR, CloseCode.TOO_BIG),
    /** An operator ended it. */
    OPERATOR(CloseCode.POLICY, CloseCode.GOING_AWAY),
    /** This proxy was stopped and the session had not ended by the drain deadline. */
    DRAINED(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY),
    /** The browser went away before the node was reached: no session came about. */
    CLIENT_ABORTED(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY),
    /** The handshake was refused; the refusals' metric says why. */
    REFUSED(CloseCode.INTERNAL_ERROR, CloseCode.GOING_AWAY),
    /** A defect of the proxy itself. */
    FAULT(CloseCode.INTERNAL_ERROR, CloseCode.GOING_AWAY);

    private final CloseCode browserCode;
    private final CloseCode nodeCode;

    EndCause(CloseCode browserCode, CloseCode nodeCode) {
        this.browserCode = browserCode;
        this.nodeCode = nodeCode;
    }

    /** The metric label: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** With which code the page's socket is closed. */
    public CloseCode pageCode() {
        return browserCode;
    }

    CloseCode codeFor(Side side) {
        return side == Side.BROWSER ? browserCode : nodeCode;
    }
}
