package io.foyer.proxy.domain.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a browser says to a node, recognised by the first property name of the JSON object (signaling, section 4.1). It is
 * looked at for metrics and the session's record, and has no effect on what passes.
 */
public enum MessageKind {
    IS_AVAILABLE("isAvailable"),
    HANDLE_OFFER("handleOffer"),
    JOIN_GROUP("joinGroup"),
    REQUEST_OFFER("requestOffer"),
    HANDLE_ANSWER("handleAnswer"),
    HANDLE_CANDIDATE("handleCandidate"),
    PUBLISH("publish"),
    SUBSCRIBE("subscribe"),
    UNPUBLISH("unpublish"),
    LEAVE_GROUP("leaveGroup"),
    MUTE("mute"),
    SEND("send"),
    CALL_ADAPTER("callAdapter"),
    LOG("log"),
    SWITCH_CHANNEL("switchChannel"),
    START_CHANNEL("startChannel"),
    SHARED_OBJECT("sharedObject"),
    OTHER("");

    private static final Map<String, MessageKind> BY_PROPERTY =
            Stream.of(values()).collect(Collectors.toMap(kind -> kind.property, Function.identity()));

    private final String property;

    MessageKind(String property) {
        this.property = property;
    }

    /** The metric label: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param opening the first bytes of the message, as many as there are */
    public static MessageKind of(byte[] opening) {
        String text = new String(opening, StandardCharsets.UTF_8).stripLeading();
        if (!text.startsWith("{")) {
            return OTHER;
        }
        String inner = text.substring(1).stripLeading();
        int end = inner.indexOf('"', 1);
        if (!inner.startsWith("\"") || end < 0) {
            return OTHER;
        }
        String property = inner.substring(1, end);
        return property.startsWith(SHARED_OBJECT.property) ? SHARED_OBJECT : BY_PROPERTY.getOrDefault(property, OTHER);
    }
}
