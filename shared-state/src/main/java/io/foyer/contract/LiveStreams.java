package io.foyer.contract;

import io.foyer.name.Scope;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The table of streams, indexed by scope and name; each change costs constant time. Records of streams that ended stay in it
 * for a minute: {@link StreamRecord#live()}. Safe for any thread; never waits.
 */
@ApplicationScoped
public class LiveStreams {
    /**
     * Record ids by scope and name; bounded by the table. Not the records: a replica may know of what it wrote itself before the
     * change feed tells it.
     */
    private final Map<String, Map<String, Set<String>>> scopes = new ConcurrentHashMap<>();

    /** By scope: names that a node has from their publisher. */
    private final Map<String, Set<String>> published = new ConcurrentHashMap<>();

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Replica<StreamRecord> streams;
    private final Uni<Void> loaded;

    public LiveStreams(SharedState state) {
        this.streams = state.replica(Tables.STREAMS);
        streams.onChange(this::changed);
        this.loaded = streams.watchAll().memoize().indefinitely();
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        loaded.subscribe().with(ignored -> {});
    }

    /** Calls the listener with the scope of each stream that changed, on an event loop. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Completes when the table was loaded for the first time. */
    public Uni<Void> loaded() {
        return loaded;
    }

    /** Names in a scope that a node has from their publisher. */
    public Set<String> published(String scope) {
        return published.getOrDefault(scope, Set.of());
    }

    /** All records of one stream. */
    public List<Snapshot<StreamRecord>> in(String scope, String name) {
        return scopes.getOrDefault(scope, Map.of()).getOrDefault(name, Set.of()).stream()
                .map(streams::get)
                .flatMap(Optional::stream)
                .toList();
    }

    /** All records of one name in a conference, the room and its waiting room. */
    public List<Snapshot<StreamRecord>> ofName(String scope, String name) {
        List<Snapshot<StreamRecord>> found = new ArrayList<>(in(scope, name));
        found.addAll(in(new Scope(scope).other().text(), name));
        return found;
    }

    /** True while a node has the stream from its publisher. */
    public boolean published(String scope, String name) {
        return in(scope, name).stream().map(Snapshot::value).anyMatch(stream -> stream.live() && stream.published());
    }

    /** All scopes with streams that are live, or were a moment ago. */
    public Collection<String> scopes() {
        return scopes.keySet();
    }

    List<Snapshot<StreamRecord>> endedBefore(long millis) {
        return streams.all().stream()
                .filter(stream ->
                        !stream.value().live() && stream.value().presence().endedAt() < millis)
                .toList();
    }

    private void changed(Replica.Event<StreamRecord> event) {
        switch (event) {
            case Replica.Event.Stored<StreamRecord> stored -> {
                StreamRecord stream = stored.snapshot().value();
                scopes.computeIfAbsent(stream.scope(), scope -> new ConcurrentHashMap<>())
                        .computeIfAbsent(stream.name(), name -> ConcurrentHashMap.newKeySet(2))
                        .add(stream.id());
                changed(stream.scope(), stream.name());
            }
            case Replica.Event.Removed<StreamRecord> removed -> {
                StreamRecord stream = removed.before();
                scopes.computeIfPresent(stream.scope(), (scope, names) -> {
                    names.computeIfPresent(stream.name(), (name, records) -> {
                        records.remove(stream.id());
                        return records.isEmpty() ? null : records;
                    });
                    return names.isEmpty() ? null : names;
                });
                changed(stream.scope(), stream.name());
            }
        }
    }

    private void changed(String scope, String name) {
        published.compute(scope, (key, known) -> {
            Set<String> names = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (published(scope, name)) {
                names.add(name);
            } else {
                names.remove(name);
            }
            return names.isEmpty() ? null : names;
        });
        listeners.forEach(listener -> listener.accept(scope));
    }
}
