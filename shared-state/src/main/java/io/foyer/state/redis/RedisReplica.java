package io.foyer.state.redis;

import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.foyer.state.Table;
import io.foyer.state.Version;
import io.foyer.state.redis.RedisTable.Found;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The watched partitions of one table, each with the number of its watchers; and the table's store, which knows them. */
final class RedisReplica<T> implements Replica<T> {
    private static final Logger LOG = Logger.getLogger(RedisReplica.class);
    private static final int MAX_COMPARED_AT_ONCE = 16;

    private final RedisTable<T> redis;
    private final Table<T> table;
    private final ChangeFeed feed;
    private final RedisStore<T> store;
    private final List<Consumer<Event<T>>> listeners = new CopyOnWriteArrayList<>();

    /** Changed on the feed's context only; readable from anywhere. */
    private final Map<String, PartitionCopy<T>> copies = new ConcurrentHashMap<>();

    private final Map<String, Integer> watchers = new HashMap<>();
    private boolean comparing;

    RedisReplica(RedisTable<T> redis, ChangeFeed feed, StateConfig config, AtomicInteger waiting) {
        this.redis = redis;
        this.table = redis.table();
        this.feed = feed;
        this.store = new RedisStore<>(redis, this, config, waiting);
    }

    RedisStore<T> store() {
        return store;
    }

    /** The newest that is known here of a record and of its partition; may be asked from anywhere. */
    Found<T> known(String id) {
        PartitionCopy<T> copy = copies.get(table.partitionOf(id));
        return copy == null ? new Found<>(Version.NONE, Optional.empty()) : copy.known(id);
    }

    /** The store wrote this; empty for a removal. May be told from anywhere. */
    void wrote(String id, Optional<Snapshot<T>> now) {
        PartitionCopy<T> copy = copies.get(table.partitionOf(id));
        if (copy != null) {
            copy.wrote(id, now);
        }
    }

    @Override
    public Uni<Void> watch(String id) {
        String partition = table.partitionOf(id);
        return Uni.createFrom()
                .emitter(emitter -> feed.run(() -> {
                    watchers.merge(partition, 1, Integer::sum);
                    copies.computeIfAbsent(partition, p -> new PartitionCopy<>(p, redis, feed, store, this::emit))
                            .loaded()
                            .thenRun(() -> emitter.complete(null));
                }));
    }

    @Override
    public void unwatch(String id) {
        String partition = table.partitionOf(id);
        feed.run(() -> {
            watchers.computeIfPresent(partition, (p, n) -> n == 1 ? null : n - 1);
            closeIfUnwatched(partition);
        });
    }

    /** While Redis is away what is cached here may be all there is left of it: that is kept until Redis has it. */
    private void closeIfUnwatched(String partition) {
        PartitionCopy<T> copy = copies.get(partition);
        if (copy != null
                && !watchers.containsKey(partition)
                && (copy.following() || copy.records().isEmpty())) {
            copies.remove(partition);
            copy.close();
        }
    }

    @Override
    public Optional<Snapshot<T>> get(String id) {
        return known(id).record();
    }

    @Override
    public Collection<Snapshot<T>> all() {
        if (!table.whole()) {
            return copies.values().stream()
                    .flatMap(copy -> copy.records().values().stream())
                    .toList();
        }
        PartitionCopy<T> copy = copies.get(table.partitionOf("*"));
        return copy == null
                ? List.of()
                : Collections.unmodifiableCollection(copy.records().values());
    }

    @Override
    public boolean current() {
        return feed.alive() && copies.values().stream().allMatch(PartitionCopy::following);
    }

    /** True when everything watched by now has been loaded at some time. */
    boolean loaded() {
        return copies.values().stream().allMatch(copy -> copy.loaded().isDone());
    }

    /** How many records are cached. */
    int size() {
        return copies.values().stream().mapToInt(copy -> copy.records().size()).sum();
    }

    boolean watches() {
        return !copies.isEmpty();
    }

    @Override
    public void onChange(Consumer<Event<T>> listener) {
        listeners.add(listener);
    }

    /** Compares every watched partition with Redis, one round at a time; only on the feed's context. */
    void compare() {
        if (comparing) {
            return;
        }
        comparing = true;
        List.copyOf(copies.keySet()).forEach(this::closeIfUnwatched);
        Multi.createFrom()
                .iterable(List.copyOf(copies.values()))
                .onItem()
                .transformToUni(PartitionCopy::compare)
                .merge(MAX_COMPARED_AT_ONCE)
                .onTermination()
                .invoke(() -> feed.run(() -> comparing = false))
                .subscribe()
                .with(ignored -> {}, e -> LOG.debugf("compare failed table=%s", table.name()));
    }

    private void emit(Event<T> event) {
        for (Consumer<Event<T>> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.errorf(e, "listener failed table=%s id=%s", table.name(), event.id());
            }
        }
    }
}
