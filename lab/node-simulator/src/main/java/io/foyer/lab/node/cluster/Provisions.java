package io.foyer.lab.node.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.media.StreamName;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conference provisions this node holds, at most {@value #LIMIT}; without one nobody joins a group here. */
public final class Provisions {
    public static final int LIMIT = 1000;

    private final Map<String, Long> heldSince = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public Provisions(InstantSource clock) {
        this.clock = clock;
    }

    /** @param guid {@code <scope>/<group>}, for example {@code live/room1/room1} */
    public boolean holds(String guid) {
        return heldSince.containsKey(guid);
    }

    public void add(String guid) {
        if (heldSince.size() < LIMIT) {
            heldSince.putIfAbsent(guid, clock.millis());
        }
    }

    public void remove(String guid) {
        heldSince.remove(guid);
    }

    public List<String> guids() {
        return heldSince.keySet().stream().sorted().toList();
    }

    /**
     * Takes over the registry's complete list.
     *
     * @param askedAtMillis when the registry was asked: what was pushed here since then is newer than the list and stays
     */
    public void become(List<String> guids, long askedAtMillis) {
        guids.forEach(this::add);
        heldSince.entrySet().removeIf(held -> !guids.contains(held.getKey()) && held.getValue() < askedAtMillis);
    }

    /** The guid of a provision object: its {@code context} (or {@code guid}) and {@code name}; empty when it has none. */
    public static String guidOf(JsonNode provision) {
        String context = provision.path("context").asText(provision.path("guid").asText(""));
        String name = provision.path("name").asText("");
        return context.isEmpty() || name.isEmpty() ? "" : new StreamName(context, name).guid();
    }
}
