package io.foyer.state.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Lets so many commands be under way at once; further ones wait for their turn.
 *
 * <p>The cluster client takes a connection to every node for each command, whichever node it is for. Two commands that each
 * hold the last connection to one node and wait for one to another would wait for ever, and all others behind them. When
 * no more commands are under way than a pool has connections, none waits for a connection while it holds another.
 */
final class Turns {
    private final Vertx vertx;
    private final int places;
    private final int maxWaiting;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    Turns(Vertx vertx, int places, int maxWaiting) {
        this.vertx = vertx;
        this.places = places;
        this.maxWaiting = maxWaiting;
    }

    /** Starts the work now or later; it keeps its place until it ends, or throws. */
    <R> Future<R> take(Supplier<Future<R>> work) {
        Promise<R> promise = Promise.promise();
        Runnable turn =
                () -> Future.succeededFuture().compose(ignored -> work.get()).onComplete(outcome -> {
                    ended();
                    promise.handle(outcome);
                });
        synchronized (this) {
            if (taken == places) {
                if (waiting.size() >= maxWaiting) {
                    return Future.failedFuture("more than " + maxWaiting + " commands waiting");
                }
                waiting.add(turn);
                return promise.future();
            }
            taken++;
        }
        turn.run();
        return promise.future();
    }

    private synchronized void ended() {
        Runnable next = waiting.poll();
        if (next == null) {
            taken--;
        } else {
            // Not from here: while Redis is away each one ends at once, and the stack would grow with the queue.
            vertx.runOnContext(ignored -> next.run());
        }
    }
}
