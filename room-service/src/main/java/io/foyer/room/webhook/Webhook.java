package io.foyer.room.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.NodeRole;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** A webhook of a node (conference-api.md 2.1, nodes.md 7), as far as rooms care. */
public sealed interface Webhook {
    /** Addresses and host names; anything else counts as not said. */
    Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:_%\\[\\]-]{1,255}");

    /** A node began to have a stream. @param address of the node, as it says itself; may be empty */
    record Published(String scope, String name, NodeRole role, String address, long startTime) implements Webhook {}

    /** A node ceased to have a stream. @param at when that was by the node's clock, if it said so and that counts */
    record Unpublished(String scope, String name, NodeRole role, String address, OptionalLong at) implements Webhook {}

    /** Well formed, and of no concern here. */
    record Ignored(String reason) implements Webhook {}

    /** Lacks what every webhook has. */
    record Malformed() implements Webhook {}

    /**
     * @param accepted values of {@code clusterNodeType} that count, all but transcoders as origins; so does a body without one
     * @param ordered whether timestamps say in which order things happened
     * @param now epoch milliseconds, for bodies without a timestamp
     */
    static Webhook read(JsonNode body, Set<String> accepted, boolean ordered, long now) {
        String event = text(body, "event");
        String guid = text(body, "guid");
        if (event.isEmpty() || guid.isEmpty()) {
            return new Malformed();
        }
        String type = body.path("clusterNodeType").asText("");
        if (!type.isEmpty() && !accepted.contains(type)) {
            return new Ignored("node-type");
        }
        NodeRole role = NodeRole.ofClusterNodeType(type)
                .filter(NodeRole.TRANSCODER::equals)
                .orElse(NodeRole.ORIGIN);
        int slash = guid.lastIndexOf('/');
        String scope = slash < 0 ? "" : guid.substring(0, slash).replaceFirst("^/+", "");
        String name = guid.substring(slash + 1);
        if (name.isEmpty() || unfit(guid)) {
            return new Ignored("guid");
        }
        String address = address(text(body, "nodePublicIp"));
        OptionalLong at = time(body.path("timestamp"));
        return switch (event) {
            case "stream-published" -> new Published(scope, name, role, address, at.orElse(now));
            case "stream-unpublished" ->
                new Unpublished(scope, name, role, address, ordered ? at : OptionalLong.empty());
            default -> new Ignored("event");
        };
    }

    /** Too long, or with characters, for a key of shared state. */
    private static boolean unfit(String guid) {
        return guid.length() > 600 || guid.chars().anyMatch(Character::isISOControl);
    }

    private static String address(String said) {
        return ADDRESS.matcher(said).matches() ? said : "";
    }

    private static OptionalLong time(JsonNode timestamp) {
        long millis = timestamp.asLong(0);
        return millis > 0 ? OptionalLong.of(millis) : OptionalLong.empty();
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isTextual() ? value.textValue() : "";
    }
}
