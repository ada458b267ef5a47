package io.foyer.room.streams;

import io.foyer.contract.StreamRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The streams that publishers feed, by scope and name. It has an entry for each such record of the streams table, which
 * bounds it. Safe for any thread.
 */
@ApplicationScoped
public class StreamIndex {
    /** Record ids by scope and name. */
    private final Map<String, Map<String, Set<String>>> scopes = new HashMap<>();

    public synchronized void add(StreamRecord stream) {
        if (stream.published()) {
            scopes.computeIfAbsent(stream.scope(), scope -> new HashMap<>())
                    .computeIfAbsent(stream.name(), name -> new HashSet<>())
                    .add(stream.id());
        } else {
            remove(stream);
        }
    }

    public synchronized void remove(StreamRecord stream) {
        scopes.computeIfPresent(stream.scope(), (scope, names) -> {
            names.computeIfPresent(stream.name(), (name, ids) -> {
                ids.remove(stream.id());
                return ids.isEmpty() ? null : ids;
            });
            return names.isEmpty() ? null : names;
        });
    }

    public synchronized boolean published(String scope, String name) {
        return scopes.getOrDefault(scope, Map.of()).containsKey(name);
    }

    public synchronized Set<String> names(String scope) {
        return Set.copyOf(scopes.getOrDefault(scope, Map.of()).keySet());
    }
}
