package io.foyer.state.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Lets so many pieces of work run at once; further ones wait, up to a maximum. */
final class ConcurrencyLimit {
    private final Vertx vertx;
    private final int maxRunning;
    private final int maxWaiting;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    ConcurrencyLimit(Vertx vertx, int maxRunning, int maxWaiting) {
        this.vertx = vertx;
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    /** Starts the work now or later; it counts as running until it ends, or throws. */
    <R> Future<R> run(Supplier<Future<R>> work) {
        Promise<R> promise = Promise.promise();
        Runnable start =
                () -> Future.succeededFuture().compose(ignored -> work.get()).onComplete(outcome -> {
                    ended();
                    promise.handle(outcome);
                });
        synchronized (this) {
            if (running == maxRunning) {
                if (waiting.size() >= maxWaiting) {
                    return Future.failedFuture("more than " + maxWaiting + " commands waiting");
                }
                waiting.add(start);
                return promise.future();
            }
            running++;
        }
        start.run();
        return promise.future();
    }

    private synchronized void ended() {
        Runnable next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            // Not from here: while Redis is away each one ends at once, and the stack would grow with the queue.
            vertx.runOnContext(ignored -> next.run());
        }
    }
}
