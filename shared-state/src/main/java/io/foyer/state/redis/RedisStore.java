package io.foyer.state.redis;

import io.foyer.state.Change;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.foyer.state.UnknownMembers;
import io.foyer.state.Version;
import io.foyer.state.redis.RedisTable.Found;
import io.foyer.state.redis.RedisTable.Outcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes records one batch after the other: while a write of a record is in flight, further decisions about it gather,
 * and are then applied together and written once.
 *
 * <p>In a table of decisions a batch is about everything that is known here: if the local replica has a version of the
 * record that Redis lost, the batch is decided about both, merged.
 */
final class RedisStore<T> implements Store<T> {
    /** Somebody wins every race, so a writer that lost this often is starved by a storm of others. */
    private static final int MAX_ATTEMPTS = 200;

    private final RedisTable<T> redis;
    private final Table<T> table;
    private final RedisReplica<T> replica;
    private final StateConfig config;
    private final AtomicInteger waiting;
    private final Map<String, ArrayDeque<Decision<T, ?>>> queues = new HashMap<>();

    /**
     * @param replica knows the newest version of a record that was seen here, and is told of each that is written
     * @param waiting counts the decisions waiting in all stores of the process
     */
    RedisStore(RedisTable<T> redis, RedisReplica<T> replica, StateConfig config, AtomicInteger waiting) {
        this.redis = redis;
        this.table = redis.table();
        this.replica = replica;
        this.config = config;
        this.waiting = waiting;
    }

    @Override
    public Uni<Optional<Snapshot<T>>> read(String id) {
        return Uni.createFrom().deferred(() -> redis.read(id)).map(Found::record);
    }

    @Override
    public Uni<Boolean> removeIfStill(Snapshot<T> seen) {
        String id = seen.id();
        return Uni.createFrom()
                .deferred(() -> {
                    Version known = replica.known(id).partition();
                    return redis.write(id, seen.version(), Optional.empty(), UnknownMembers.NONE, known);
                })
                .map(Outcome::written);
    }

    @Override
    public Uni<Void> renew(Collection<String> ids) {
        if (table.lease().isEmpty()) {
            throw new IllegalStateException(table.name() + " is no leased table");
        }
        return redis.renew(ids.stream().map(table::partitionOf).collect(Collectors.toSet()));
    }

    @Override
    public <R> Uni<R> change(String id, Function<Optional<T>, Change<T, R>> decision) {
        return Uni.createFrom().emitter(emitter -> {
            boolean first;
            synchronized (queues) {
                ArrayDeque<Decision<T, ?>> queue = queues.get(id);
                first = queue == null;
                if ((!first && queue.size() >= config.maxWaitingPerRecord()) || waiting.get() >= config.maxWaiting()) {
                    emitter.fail(new StateException.Busy("too many changes waiting for " + table.name()));
                    return;
                }
                if (first) {
                    queue = new ArrayDeque<>();
                    queues.put(id, queue);
                }
                queue.add(new Decision<>(decision, emitter));
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
     * @param left the record as the last batch left it, if it left one; otherwise the local replica's is tried first, which
     *     saves a round trip: should that be old, the write does not happen and says what there is
     */
    private void next(String id, Optional<Snapshot<T>> left) {
        List<Decision<T, ?>> batch;
        synchronized (queues) {
            ArrayDeque<Decision<T, ?>> queue = queues.get(id);
            if (queue.isEmpty()) {
                queues.remove(id);
                return;
            }
            batch = new ArrayList<>(queue);
            queue.clear();
            waiting.addAndGet(-batch.size());
        }
        redis.metrics().batches().record(batch.size());
        Uni.createFrom()
                .deferred(() -> {
                    Found<T> start = left.isEmpty()
                            ? replica.known(id)
                            : new Found<>(left.get().version(), left);
                    return start.record().isEmpty() ? readAndAttempt(id, batch) : attempt(id, batch, start, false, 1);
                })
                .subscribe()
                .with(
                        record -> {
                            batch.forEach(Decision::settle);
                            next(id, record);
                        },
                        failure -> {
                            batch.forEach(decision -> decision.caller.fail(failure));
                            next(id, Optional.empty());
                        });
    }

    private Uni<Optional<Snapshot<T>>> readAndAttempt(String id, List<Decision<T, ?>> batch) {
        return redis.read(id).flatMap(found -> attempt(id, batch, found, true, 1));
    }

    /** @param fresh whether the record was read after the decisions were asked for; only then may nothing come of them */
    private Uni<Optional<Snapshot<T>>> attempt(
            String id, List<Decision<T, ?>> batch, Found<T> found, boolean fresh, int number) {
        if (number > MAX_ATTEMPTS) {
            return Uni.createFrom()
                    .failure(new StateException.Busy("too many writers of one record in " + table.name()));
        }
        Found<T> cached = replica.known(id);
        Optional<Snapshot<T>> base = base(cached, found);
        Optional<T> after = base.map(Snapshot::value);
        for (Decision<T, ?> decision : batch) {
            after = decision.apply(after);
        }
        if (after.equals(found.record().map(Snapshot::value))) {
            return fresh ? Uni.createFrom().item(found.record()) : readAndAttempt(id, batch);
        }
        Version seen = found.record().map(Snapshot::version).orElse(Version.NONE);
        UnknownMembers unknown = base.map(Snapshot::unknown).orElse(UnknownMembers.NONE);
        return redis.write(id, seen, after, unknown, cached.partition()).flatMap(outcome -> {
            if (outcome.written()) {
                replica.wrote(id, outcome.found().record());
                return Uni.createFrom().item(outcome.found().record());
            }
            redis.metrics().conflicts().increment();
            return attempt(id, batch, outcome.found(), true, number + 1);
        });
    }

    /** What a batch is decided about: what Redis has, merged with what is known here if Redis lost that. */
    private Optional<Snapshot<T>> base(Found<T> cached, Found<T> found) {
        if (!table.decisions() || cached.record().isEmpty()) {
            return found.record();
        }
        if (found.record().isEmpty()) {
            return cached.partition().isLostIn(found.partition()) ? cached.record() : Optional.empty();
        }
        Snapshot<T> known = cached.record().get();
        return found.record().map(stored -> {
            if (!known.version().isLostIn(stored.version())) {
                return stored;
            }
            T merged = table.merge().apply(known.value(), stored.value());
            UnknownMembers unknown = stored.unknown().and(known.unknown());
            return new Snapshot<>(stored.id(), stored.version(), merged, unknown);
        });
    }

    /** A caller's decision about a record, and where the caller waits for what came of it. */
    private static final class Decision<T, R> {
        private final Function<Optional<T>, Change<T, R>> decide;
        private final UniEmitter<? super R> caller;
        private R result;
        private RuntimeException refusal;

        Decision(Function<Optional<T>, Change<T, R>> decide, UniEmitter<? super R> caller) {
            this.decide = decide;
            this.caller = caller;
        }

        /** The record after this decision. It is not final: the decision may be asked again about another record. */
        Optional<T> apply(Optional<T> present) {
            refusal = null;
            try {
                Change<T, R> change = decide.apply(present);
                result = change.result();
                return switch (change) {
                    case Change.Put<T, R> put -> Optional.of(put.value());
                    case Change.Remove<T, R> remove -> Optional.empty();
                    case Change.Keep<T, R> keep -> present;
                };
            } catch (RuntimeException e) {
                refusal = e;
                return present;
            }
        }

        /** Tells the caller what the last {@link #apply} came to. */
        void settle() {
            if (refusal != null) {
                caller.fail(refusal);
            } else {
                caller.complete(result);
            }
        }
    }
}
