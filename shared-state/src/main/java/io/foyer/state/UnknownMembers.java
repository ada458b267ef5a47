package io.foyer.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Members of a stored record that this version of its class does not know, because a newer one wrote them. They are written
 * back with the record, wherever the object they belong to still exists.
 *
 * @param members unknown members of this object
 * @param inside the same for objects in it: by member name, in an array by the element's {@code id} or else its index
 */
public record UnknownMembers(Map<String, JsonNode> members, Map<String, UnknownMembers> inside) {
    public static final UnknownMembers NONE = new UnknownMembers(Map.of(), Map.of());

    public boolean isEmpty() {
        return members.isEmpty() && inside.isEmpty();
    }

    /** What is in the stored text and not in what was made of it. */
    public static UnknownMembers between(JsonNode stored, JsonNode known) {
        Map<String, JsonNode> members = new HashMap<>();
        Map<String, UnknownMembers> inside = new HashMap<>();
        Map<String, JsonNode> knownChildren = children(known);
        children(stored).forEach((name, child) -> {
            JsonNode counterpart = knownChildren.get(name);
            if (counterpart != null) {
                UnknownMembers inner = between(child, counterpart);
                if (!inner.isEmpty()) {
                    inside.put(name, inner);
                }
            } else if (stored.isObject() && !child.isNull()) {
                members.put(name, child);
            }
        });
        return members.isEmpty() && inside.isEmpty() ? NONE : new UnknownMembers(members, inside);
    }

    /** Both, where they differ these. */
    public UnknownMembers and(UnknownMembers others) {
        if (others.isEmpty() || isEmpty()) {
            return isEmpty() ? others : this;
        }
        Map<String, JsonNode> allMembers = new HashMap<>(others.members);
        allMembers.putAll(members);
        Map<String, UnknownMembers> allInside = new HashMap<>(others.inside);
        inside.forEach((name, inner) -> allInside.merge(name, inner, (theirs, ours) -> ours.and(theirs)));
        return new UnknownMembers(allMembers, allInside);
    }

    /** Sets them in a record that is about to be written. */
    public void addTo(JsonNode record) {
        if (record instanceof ObjectNode object) {
            members.forEach((name, value) -> {
                if (!object.has(name)) {
                    object.set(name, value);
                }
            });
        }
        Map<String, JsonNode> present = children(record);
        inside.forEach((name, inner) -> {
            JsonNode child = present.get(name);
            if (child != null) {
                inner.addTo(child);
            }
        });
    }

    private static Map<String, JsonNode> children(JsonNode node) {
        Map<String, JsonNode> children = new HashMap<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> children.put(member.getKey(), member.getValue()));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode id = array.get(i).path("id");
                children.put(id.isTextual() ? "id " + id.asText() : Integer.toString(i), array.get(i));
            }
        }
        return children;
    }
}
