package io.foyer.proxy.domain.session;

import io.foyer.edge.Reason;
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
    CLIENT_STALLED(Reason.SLOW_READER, CloseCode.GOING_AWAY),
    /** The browser broke the WebSocket framing rules. */
    CLIENT_PROTOCOL_ERROR(Reason.PROTOCOL_ERROR, CloseCode.GOING_AWAY),
    /** The browser sent a message above the limit. */
    CLIENT_MESSAGE_TOO_BIG(Reason.TOO_BIG, CloseCode.GOING_AWAY),
    /** The node closed the socket. */
    NODE_CLOSED(CloseCode.NORMAL, CloseCode.NORMAL),
    /** The node's connection broke without a close frame. */
    NODE_LOST(Reason.NODE_LOST, CloseCode.GOING_AWAY),
    /** The node answered no ping. */
    NODE_SILENT(Reason.NODE_LOST, CloseCode.GOING_AWAY),
    /** The node took nothing off its connection for two ping intervals and more. */
    NODE_STALLED(Reason.NODE_STALLED, CloseCode.GOING_AWAY),
    /** The node broke the WebSocket framing rules. */
    NODE_PROTOCOL_ERROR(Reason.NODE_LOST, CloseCode.PROTOCOL_ERROR),
    /** The node sent a message above the limit. */
    NODE_MESSAGE_TOO_BIG(Reason.NODE_LOST, CloseCode.TOO_BIG),
    /** An operator ended it. */
    OPERATOR(Reason.ENDED_BY_OPERATOR, CloseCode.GOING_AWAY),
    /** This proxy was stopped and the session had not ended by the drain deadline. */
    DRAINED(Reason.DRAINING, CloseCode.GOING_AWAY),
    /** The browser went away before the node was reached: no session came about. */
    CLIENT_ABORTED(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY),
    /** The handshake was refused; the refusals' metric says why. */
    REFUSED(Reason.INTERNAL, CloseCode.GOING_AWAY),
    /** A defect of the proxy itself. */
    FAULT(Reason.INTERNAL, CloseCode.GOING_AWAY);

    private final CloseCode browserCode;
    private final CloseCode nodeCode;

    /** @param reason what the page is told by the close code, as in the table of reasons */
    EndCause(Reason reason, CloseCode nodeCode) {
        this(CloseCode.of(reason.closeCode()), nodeCode);
    }

    EndCause(CloseCode browserCode, CloseCode nodeCode) {
        this.browserCode = browserCode;
        this.nodeCode = nodeCode;
    }

    /** The metric label: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** With which code the page's socket is closed. */
    public CloseCode pageCode() {
        return browserCode;
    }

    CloseCode codeFor(Side side) {
        return side == Side.BROWSER ? browserCode : nodeCode;
    }
}
