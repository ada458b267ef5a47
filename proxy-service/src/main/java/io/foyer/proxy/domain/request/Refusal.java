package io.foyer.proxy.domain.request;

import java.util.Locale;

/**
 * Why a handshake was refused, before any 101 (signaling, section 8.2). It is the metric label, the {@code id} of the JSON
 * problem a client gets, and the row of the documentation, all at once.
 */
public enum Refusal {
    UPGRADE_REQUIRED(426, "This address speaks WebSocket only."),
    WEBSOCKET_VERSION(426, "Only version 13 of the WebSocket protocol is supported."),
    HANDSHAKE_MALFORMED(400, "This is no valid WebSocket handshake."),
    HOST_MISSING(400, "The query parameter host is missing."),
    HOST_MALFORMED(400, "The query parameter host is no address, or is given more than once."),
    APP_MISSING(400, "The query parameter app is missing."),
    APP_MALFORMED(400, "The query parameter app is no valid scope, or is given more than once."),
    CONTEXT_MALFORMED(400, "The query parameter context is no valid scope, or is given more than once."),
    NODE_UNKNOWN(403, "The host is not a registered node."),
    CLIENT_LIMIT(429, "Too many sessions from this address."),
    PROXY_FULL(503, "This proxy carries as many sessions as it may."),
    DRAINING(503, "This proxy is being stopped."),
    NODES_NOT_LOADED(503, "This proxy does not know the nodes yet."),
    NODE_UNREACHABLE(502, "The node cannot be reached."),
    NODE_CLOSED(502, "The node closed the connection before it answered."),
    NODE_REFUSED(502, "The node refused the connection."),
    NODE_ANSWER_MALFORMED(502, "The node gave no valid WebSocket answer."),
    NODE_CONNECT_TIMEOUT(504, "The node did not accept the connection in time."),
    NODE_ANSWER_TIMEOUT(504, "The node accepted the connection but did not answer in time.");

    private final int status;
    private final String text;

    Refusal(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What the client is told. */
    public String text() {
        return text;
    }

    /** The metric label and problem id: lower case with underscores. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when it is no mistake of the client but a node that an operator should look at. */
    public boolean blamesNode() {
        return status == 502 || status == 504;
    }
}
