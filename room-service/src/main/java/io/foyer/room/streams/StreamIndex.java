package io.foyer.room.streams;

import io.foyer.contract.StreamRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The streams that publishers feed, by scope and name. It has an entry for each such record of the streams table, which
 * bounds it. Safe for any thread.
 */
@ApplicationScoped
public class StreamIndex {
    /** Scope, name, record id, and the epoch the record was seen in. */
    private final Map<String, Map<String, Map<String, String>>> scopes = new HashMap<>();

    private String epoch = "";

    /** @param seenIn the epoch of the store the record was seen in */
    public synchronized void add(StreamRecord stream, String seenIn) {
        epoch = seenIn;
        if (stream.published()) {
            scopes.computeIfAbsent(stream.scope(), scope -> new HashMap<>())
                    .computeIfAbsent(stream.name(), name -> new HashMap<>())
                    .put(stream.id(), seenIn);
        } else {
            remove(stream);
        }
    }

    /** Answers with the epoch it was last seen in; the present one if it was not here. */
    public synchronized String remove(StreamRecord stream) {
        Map<String, Map<String, String>> names = scopes.getOrDefault(stream.scope(), Map.of());
        Map<String, String> ids = names.get(stream.name());
        if (ids == null) {
            return epoch;
        }
        String seenIn = ids.remove(stream.id());
        if (ids.isEmpty()) {
            names.remove(stream.name());
        }
        if (names.isEmpty()) {
            scopes.remove(stream.scope());
        }
        return seenIn == null ? epoch : seenIn;
    }

    /** The epoch of the newest record. */
    public synchronized String epoch() {
        return epoch;
    }

    public synchronized boolean published(String scope, String name) {
        return scopes.getOrDefault(scope, Map.of()).containsKey(name);
    }

    public synchronized Set<String> names(String scope) {
        return Set.copyOf(scopes.getOrDefault(scope, Map.of()).keySet());
    }
}
