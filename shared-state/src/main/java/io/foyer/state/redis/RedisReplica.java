package io.foyer.state.redis;

import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The watched partitions of one table, each with the number of its watchers. */
final class RedisReplica<T> implements Replica<T>, Holder {
    private static final Logger LOG = Logger.getLogger(RedisReplica.class);
    private static final int COMPARED_AT_ONCE = 16;

    private final RecordAccess<T> access;
    private final ChangeFeed feed;
    private final Map<String, Snapshot<T>> records = new ConcurrentHashMap<>();
    private final List<Consumer<Event<T>>> listeners = new CopyOnWriteArrayList<>();

    /** Changed on the feed's context only; readable from anywhere. */
    private final Map<String, PartitionCopy<T>> copies = new ConcurrentHashMap<>();

    private final Map<String, Integer> watchers = new HashMap<>();

    RedisReplica(RecordAccess<T> access, ChangeFeed feed) {
        this.access = access;
        this.feed = feed;
    }

    @Override
    public Uni<Void> watch(String id) {
        String partition = access.table().partitionOf(id);
        return Uni.createFrom().emitter(emitter -> feed.context().runOnContext(ignored -> {
            watchers.merge(partition, 1, Integer::sum);
            PartitionCopy<T> copy = copies.get(partition);
            if (copy == null) {
                copy = new PartitionCopy<>(partition, access, feed, new HeldRecords<>(records, this::emit));
                copies.put(partition, copy);
                copy.open();
            }
            copy.whenLoaded(emitter);
        }));
    }

    @Override
    public void unwatch(String id) {
        String partition = access.table().partitionOf(id);
        feed.context().runOnContext(ignored -> {
            watchers.computeIfPresent(partition, (p, n) -> n == 1 ? null : n - 1);
            closeIfUnwatched(partition);
        });
    }

    /** While Redis is away what is held here may be all there is left of it: that is kept until Redis has it. */
    private void closeIfUnwatched(String partition) {
        PartitionCopy<T> copy = copies.get(partition);
        if (copy != null && !watchers.containsKey(partition) && (copy.following() || copy.isEmpty())) {
            copies.remove(partition);
            copy.close();
        }
    }

    @Override
    public Uni<Boolean> putBackInto(String partition, String epoch) {
        PartitionCopy<T> copy = copies.get(partition);
        if (copy == null || !copy.mayMissIn(epoch)) {
            return Uni.createFrom().item(false);
        }
        return Uni.createFrom()
                .<Void>emitter(emitter -> feed.context()
                        .runOnContext(ignored ->
                                copy.putBack().subscribe().with(done -> emitter.complete(null), emitter::fail)))
                .replaceWith(true);
    }

    @Override
    public Optional<Snapshot<T>> get(String id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public Collection<Snapshot<T>> all() {
        return Collections.unmodifiableCollection(records.values());
    }

    @Override
    public boolean current() {
        return feed.alive() && copies.values().stream().allMatch(PartitionCopy::following);
    }

    @Override
    public Runnable onChange(Consumer<Event<T>> listener) {
        // Wrapped, so that the same listener registered twice is taken off once at a time.
        Consumer<Event<T>> registered = listener::accept;
        listeners.add(registered);
        return () -> listeners.remove(registered);
    }

    /** Compares every partition held with the store; only on the feed's context. */
    void compare() {
        List.copyOf(copies.keySet()).forEach(this::closeIfUnwatched);
        Multi.createFrom()
                .iterable(new ArrayList<>(copies.values()))
                .onItem()
                .transformToUni(PartitionCopy::compare)
                .merge(COMPARED_AT_ONCE)
                .subscribe()
                .with(
                        ignored -> {},
                        e -> LOG.debugf(
                                "compare failed table=%s", access.table().name()));
    }

    private void emit(Event<T> event) {
        for (Consumer<Event<T>> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.errorf(e, "listener failed table=%s id=%s", access.table().name(), event.id());
            }
        }
    }
}
