package io.foyer.room.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.NodeRole;
import io.foyer.name.BadName;
import io.foyer.name.Guid;
import java.util.Set;
import java.util.regex.Pattern;

/** A webhook of a node (conference-api.md 2.1, nodes.md 7), as far as rooms care. */
sealed interface Webhook {
    /** Addresses and host names; anything else counts as not said. */
    Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:_%\\[\\]-]{1,255}");

    /**
     * A node began or ceased to have a stream.
     *
     * @param address of the node, as it says itself; may be empty
     * @param nodeTime when it happened by the node's clock; 0 if the node did not say
     */
    record Stream(boolean published, Guid guid, NodeRole role, String address, long nodeTime) implements Webhook {}

    /** Well formed, and of no concern here. */
    record Ignored(String reason) implements Webhook {}

    /** Refused with 400. */
    record Malformed(String id, String text) implements Webhook {}

    /** @param accepted values of {@code clusterNodeType} that count, all but transcoders as origins; so does a body without one */
    static Webhook read(JsonNode body, Set<String> accepted) {
        if (!body.isObject()) {
            return new Malformed("not-json", "the body is not a JSON object");
        }
        String event = body.path("event").asText("");
        String text = body.path("guid").asText("");
        if (event.isEmpty() || text.isEmpty()) {
            return new Malformed("bad-value", "event and guid are required");
        }
        String type = body.path("clusterNodeType").asText("");
        if (!type.isEmpty() && !accepted.contains(type)) {
            return new Ignored("node-type");
        }
        boolean published = event.equals("stream-published");
        if (!published && !event.equals("stream-unpublished")) {
            return new Ignored("event");
        }
        NodeRole role = NodeRole.ofClusterNodeType(type)
                .filter(NodeRole.TRANSCODER::equals)
                .orElse(NodeRole.ORIGIN);
        String address = body.path("nodePublicIp").asText("");
        long nodeTime = Math.max(0, body.path("timestamp").asLong(0));
        try {
            return new Stream(
                    published, Guid.of(text), role, ADDRESS.matcher(address).matches() ? address : "", nodeTime);
        } catch (BadName e) {
            return new Malformed(BadName.ID, "guid: " + e.getMessage());
        }
    }
}
