package io.foyer.state.redis;

import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.redis.RecordAccess.Found;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Decisions about one record that are applied in order and stored with a single write. */
final class Batch<T> {
    /** Somebody wins every race, so a writer that lost this often is starved by a storm of others. */
    private static final int MAX_ATTEMPTS = 200;

    private final RecordAccess<T> access;
    private final Holder holder;
    private final String id;
    private final List<Decision<T, ?>> decisions;

    Batch(RecordAccess<T> access, Holder holder, String id, List<Decision<T, ?>> decisions) {
        this.access = access;
        this.holder = holder;
        this.id = id;
        this.decisions = decisions;
    }

    /** Reads the record, applies, writes; answers with the record as it is then. */
    Uni<Optional<Snapshot<T>>> run() {
        return Uni.createFrom().deferred(this::read).flatMap(present -> attempt(present, true, 1));
    }

    /** The same, beginning with the record as it was written from here a moment ago. */
    Uni<Optional<Snapshot<T>>> run(Snapshot<T> known) {
        return Uni.createFrom().deferred(() -> attempt(Optional.of(known), false, 1));
    }

    void fail(Throwable failure) {
        decisions.forEach(decision -> decision.fail(failure));
    }

    /** @param fresh whether the record was read after the decisions were asked for; only then may nothing come of them */
    private Uni<Optional<Snapshot<T>>> attempt(Optional<Snapshot<T>> present, boolean fresh, int number) {
        if (number > MAX_ATTEMPTS) {
            return Uni.createFrom()
                    .failure(new StateException.Busy("too many writers of one record in "
                            + access.table().name()));
        }
        Optional<T> before = present.map(Snapshot::value);
        Optional<T> after = before;
        for (Decision<T, ?> decision : decisions) {
            after = decision.apply(after);
        }
        if (after.equals(before)) {
            if (!fresh) {
                return run();
            }
            settle();
            return Uni.createFrom().item(present);
        }
        Optional<T> outcome = after;
        return access.write(id, present.map(Snapshot::version), outcome).flatMap(written -> switch (written) {
            case RecordAccess.Outcome.Written<T> done -> {
                settle();
                yield Uni.createFrom().item(outcome.map(value -> new Snapshot<>(id, done.version(), value)));
            }
            case RecordAccess.Outcome.Lost<T> lost ->
                known(lost.present()).flatMap(now -> attempt(now, true, number + 1));
        });
    }

    private Uni<Optional<Snapshot<T>>> read() {
        return access.read(id).flatMap(this::known);
    }

    /** The record as it was found, unless the store lost what is held here: that is put back first. */
    private Uni<Optional<Snapshot<T>>> known(Found<T> found) {
        return holder.putBackInto(access.table().partitionOf(id), found.epoch())
                .flatMap(putBack -> putBack
                        ? access.read(id).map(Found::record)
                        : Uni.createFrom().item(found.record()));
    }

    private void settle() {
        decisions.forEach(Decision::settle);
    }
}
