package io.foyer.room.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.NodeRole;
import java.util.Optional;
import java.util.Set;

/** A webhook of a node (conference-api.md 2.1, nodes.md 7), as far as rooms care. */
public sealed interface Webhook {
    /** A node began to have a stream. @param address of the node, as it says itself; may be empty */
    record Published(String scope, String name, NodeRole role, String address, long startTime) implements Webhook {}

    /** A node ceased to have a stream. */
    record Unpublished(String scope, String name, NodeRole role, String address) implements Webhook {}

    /** Well formed, and of no concern here. */
    record Ignored(String reason) implements Webhook {}

    /** Lacks what every webhook has. */
    record Malformed() implements Webhook {}

    /**
     * @param accepted values of {@code clusterNodeType} that count; a body without one is an origin's
     * @param now epoch milliseconds, for bodies without a timestamp
     */
    static Webhook read(JsonNode body, Set<String> accepted, long now) {
        String event = text(body, "event");
        String guid = text(body, "guid");
        if (event.isEmpty() || guid.isEmpty()) {
            return new Malformed();
        }
        String type = text(body, "clusterNodeType");
        if (!type.isEmpty() && !accepted.contains(type)) {
            return new Ignored("node-type");
        }
        Optional<NodeRole> role = type.isEmpty() ? Optional.of(NodeRole.ORIGIN) : NodeRole.ofClusterNodeType(type);
        int slash = guid.lastIndexOf('/');
        String scope = slash < 0 ? "" : guid.substring(0, slash).replaceFirst("^/+", "");
        String name = guid.substring(slash + 1);
        if (name.isEmpty() || role.isEmpty() || unfit(guid)) {
            return new Ignored("guid");
        }
        String address = text(body, "nodePublicIp");
        return switch (event) {
            case "stream-published" ->
                new Published(
                        scope, name, role.get(), address, body.path("timestamp").asLong(now));
            case "stream-unpublished" -> new Unpublished(scope, name, role.get(), address);
            default -> new Ignored("event");
        };
    }

    /** Too long, or with characters, for a key of shared state. */
    private static boolean unfit(String guid) {
        return guid.length() > 600 || guid.chars().anyMatch(Character::isISOControl);
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isTextual() ? value.textValue() : "";
    }
}
