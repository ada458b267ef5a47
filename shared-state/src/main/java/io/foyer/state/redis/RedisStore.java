package io.foyer.state.redis;

import io.foyer.state.Change;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.foyer.state.Version;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Changes records one batch after the other: while a write of a record is in flight, further decisions about it gather,
 * and are then applied together and written once.
 */
final class RedisStore<T> implements Store<T> {
    private final RecordAccess<T> access;
    private final Holder holder;
    private final int maxPerRecord;
    private final int maxInAll;
    private final AtomicInteger waiting;
    private final Map<String, ArrayDeque<Decision<T, ?>>> queues = new HashMap<>();

    /** @param waiting counts the decisions waiting in all stores of the process */
    RedisStore(RecordAccess<T> access, Holder holder, int maxPerRecord, int maxInAll, AtomicInteger waiting) {
        this.access = access;
        this.holder = holder;
        this.maxPerRecord = maxPerRecord;
        this.maxInAll = maxInAll;
        this.waiting = waiting;
    }

    @Override
    public Uni<Optional<Snapshot<T>>> read(String id) {
        return access.read(id).map(RecordAccess.Found::record);
    }

    @Override
    public Uni<Boolean> removeIfStill(String id, Version version) {
        return access.write(id, Optional.of(version), Optional.empty())
                .map(outcome -> outcome instanceof RecordAccess.Outcome.Written);
    }

    @Override
    public <R> Uni<R> change(String id, Function<Optional<T>, Change<T, R>> decision) {
        return Uni.createFrom().emitter(emitter -> {
            Decision<T, R> asked = new Decision<>(decision, emitter);
            boolean first;
            synchronized (queues) {
                ArrayDeque<Decision<T, ?>> queue = queues.get(id);
                first = queue == null;
                if ((queue != null && queue.size() >= maxPerRecord) || waiting.get() >= maxInAll) {
                    emitter.fail(new StateException.Busy(
                            "too many changes waiting for " + access.table().name()));
                    return;
                }
                if (first) {
                    queue = new ArrayDeque<>();
                    queues.put(id, queue);
                }
                queue.add(asked);
                waiting.incrementAndGet();
            }
            if (first) {
                next(id, Optional.empty());
            }
        });
    }

    /**
     * Takes everything that waits for the record into one batch.
     *
     * @param known the record as the last batch left it, if it left one; otherwise it has to be read
     */
    private void next(String id, Optional<Snapshot<T>> known) {
        List<Decision<T, ?>> taken;
        synchronized (queues) {
            ArrayDeque<Decision<T, ?>> queue = queues.get(id);
            if (queue.isEmpty()) {
                queues.remove(id);
                return;
            }
            taken = new ArrayList<>(queue);
            queue.clear();
            waiting.addAndGet(-taken.size());
        }
        Batch<T> batch = new Batch<>(access, holder, id, taken);
        Uni<Optional<Snapshot<T>>> run = known.map(batch::run).orElseGet(batch::run);
        run.subscribe().with(left -> next(id, left), failure -> {
            batch.fail(failure);
            next(id, Optional.empty());
        });
    }
}
