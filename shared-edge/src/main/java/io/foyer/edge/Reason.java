package io.foyer.edge;

import java.util.Locale;

/**
 * Why a client does not get what it asked for, or why its connection ends: one vocabulary for all services.
 *
 * <p>Each reason is the {@code id} on the wire, the label of metrics, the type of an HTTP problem, an HTTP status, a WebSocket
 * close code, a sentence and an answer to the question whether the same client should try the same again. The table in
 * {@code docs/reasons.md} is generated from this enum.
 */
public enum Reason {
    // What is asked is not valid: the same again gets the same answer.
    INVALID_REQUEST(400, 1008, Again.NO, "A field, parameter or path is not valid."),
    BAD_NAME(400, 1008, Again.NO, "This is not a name of a room or stream."),
    NOT_JSON(400, 1008, Again.NO, "The message is not one JSON object."),
    UNKNOWN_TYPE(400, 1008, Again.NO, "There is no message of this type."),
    UNKNOWN_PROTOCOL(400, 1008, Again.NO, "This protocol is not served here."),
    TOO_BIG(413, 1009, Again.NO, "The message or body is larger than the limit."),
    NOT_FOUND(404, 1008, Again.NO, "There is no such resource."),
    METHOD_NOT_ALLOWED(405, 1008, Again.NO, "This method is not supported here."),
    NOT_ACCEPTABLE(406, 1008, Again.NO, "Only application/json can be sent."),
    MEDIA_TYPE(415, 1008, Again.NO, "The body must be application/json."),
    DUPLICATE(400, 1008, Again.NO, "It exists already."),
    ADDRESS_TAKEN(409, 1008, Again.NO, "The node's address belongs to another live node."),

    // Handshakes of signaling.
    UPGRADE_REQUIRED(426, 1002, Again.NO, "This address speaks WebSocket only."),
    HTTP_VERSION(
            426,
            1002,
            Again.NO,
            "The handshake came in HTTP/1.0: let the gateway speak HTTP/1.1 to this service (nginx: proxy_http_version 1.1)."),
    WEBSOCKET_VERSION(426, 1002, Again.NO, "Only version 13 of the WebSocket protocol is supported."),
    HANDSHAKE_MALFORMED(400, 1002, Again.NO, "This is not a valid WebSocket handshake."),
    HOST_MISSING(400, 1008, Again.NO, "The query parameter host is missing."),
    HOST_MALFORMED(400, 1008, Again.NO, "The query parameter host is not an address, or is given more than once."),
    APP_MISSING(400, 1008, Again.NO, "The query parameter app is missing."),
    NODE_UNKNOWN(403, 1008, Again.NO, "The host is not a registered node."),

    // Who asks may not do this.
    UNAUTHORIZED(401, 1008, Again.NO, "The token or key is missing or wrong."),
    ORIGIN_NOT_ALLOWED(403, 1008, Again.NO, "Pages of this origin are not served."),
    OTHER_ROOM(403, 1008, Again.NO, "The message is about another room than the connection."),
    EXCLUDED(403, 1008, Again.NO, "The participant is excluded from the room."),
    NOT_IN_CONFERENCE(409, 1008, Again.NO, "The participant is not in the conference."),
    POLICY(403, 1008, Again.NO, "The rules of this service were broken too often."),
    PROTOCOL_ERROR(400, 1002, Again.NO, "The rules of WebSocket frames were broken."),
    ENDED_BY_OPERATOR(403, 1008, Again.NO, "An operator ended it."),

    // Too much now; less, or later, is welcome.
    TOO_MANY_MESSAGES(429, 1008, Again.LATER, "Too many messages in a short time."),
    CLIENT_LIMIT(429, 1013, Again.LATER, "Too many connections from this address."),
    SLOW_READER(503, 1013, Again.LATER, "The connection takes nothing of what it is sent."),
    ROOM_FULL(503, 1013, Again.LATER, "The room has as many streams or clients as it may."),
    POSTS_LIMIT(429, 1008, Again.LATER, "The connection has posted as many names as it may."),
    PROMISES_LIMIT(429, 1008, Again.LATER, "Too many names that are not there yet were promoted or excluded."),
    FULL(503, 1013, Again.LATER, "This replica carries as much as it may."),
    DRAINING(503, 1001, Again.AT_ONCE, "This replica is being stopped; another one answers."),

    // Not now, through no fault of who asks.
    NO_NODE(400, 1013, Again.LATER, "No node, or not enough nodes, can take it now."),
    NOT_YET(400, 1013, Again.LATER, "The conference cannot be joined yet."),
    NOT_LOADED(503, 1013, Again.LATER, "The shared state is not loaded yet."),
    STATE_UNAVAILABLE(503, 1013, Again.LATER, "The shared state cannot be reached; nothing was changed."),
    STATE_BUSY(503, 1013, Again.LATER, "Too many changes at once; nothing was changed."),
    STREAM_MANAGER(502, 1011, Again.LATER, "The Stream Manager did not do it."),
    NODE_UNREACHABLE(502, 1011, Again.LATER, "The node cannot be reached."),
    NODE_CLOSED(502, 1011, Again.LATER, "The node closed the connection before it answered."),
    NODE_REFUSED(502, 1011, Again.LATER, "The node refused the connection."),
    NODE_ANSWER_MALFORMED(502, 1011, Again.LATER, "The node gave no valid WebSocket answer."),
    NODE_CONNECT_TIMEOUT(504, 1011, Again.LATER, "The node did not accept the connection in time."),
    NODE_ANSWER_TIMEOUT(504, 1011, Again.LATER, "The node accepted the connection but did not answer in time."),
    NODE_LOST(502, 1011, Again.LATER, "The node, or the connection to it, broke."),
    NODE_STALLED(504, 1013, Again.LATER, "The node takes nothing of what it is sent."),
    INTERNAL(500, 1011, Again.LATER, "A defect of this service.");

    /** Whether the same client should try the same again. */
    public enum Again {
        /** Not unchanged: the answer would be the same. */
        NO,
        /** After a pause, with some randomness in it. */
        LATER,
        /** At once: another replica takes it. */
        AT_ONCE;

        /** As in the documentation: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private static final String PROBLEM = "urn:foyer:problem:";

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final int status;
    private final int closeCode;
    private final Again again;
    private final String sentence;

    Reason(int status, int closeCode, Again again, String sentence) {
        this.status = status;
        this.closeCode = closeCode;
        this.again = again;
        this.sentence = sentence;
    }

    /** On the wire and as label of a metric: lower case with dashes. */
    public String id() {
        return id;
    }

    /** HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** Code of the WebSocket close frame, where one is sent (RFC 6455 section 7.4.1, and IANA's registry). */
    public int closeCode() {
        return closeCode;
    }

    /** The {@code type} of a problem (RFC 9457). */
    public String problemType() {
        return PROBLEM + id;
    }

    public Again again() {
        return again;
    }

    /** What a client is told where nothing more precise is known. Holds nothing that anybody sent. */
    public String sentence() {
        return sentence;
    }
}
