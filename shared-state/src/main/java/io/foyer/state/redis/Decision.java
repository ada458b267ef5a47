package io.foyer.state.redis;

import io.foyer.state.Change;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Optional;
import java.util.function.Function;

/** A caller's decision about a record, and where the caller waits for what came of it. */
final class Decision<T, R> {
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

    void fail(Throwable failure) {
        caller.fail(failure);
    }
}
