package io.foyer.lab.stack.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

/**
 * Two connections made one: bytes pass unchanged in both directions, a full side pauses the other side's reads, and the end of
 * one side is the end of the other once everything it had sent is through.
 *
 * <p>Nothing is ever added. So a service that dies, or cuts the connection on purpose without a close frame, is seen by the
 * browser as exactly that (code 1006, on which the existing pages reconnect).
 */
final class Splice {
    /** How long the last bytes of a side that is gone may take to reach the other one. */
    private static final long LAST_BYTES_MILLIS = 10_000;

    private Splice() {}

    static void join(Vertx vertx, NetSocket client, NetSocket backend) {
        flow(vertx, client, backend);
        flow(vertx, backend, client);
    }

    private static void flow(Vertx vertx, NetSocket from, NetSocket to) {
        Future<Void> everything = from.pipeTo(to);
        // The pipe sees the end only after the last byte, which a reader that stalls could put off for ever.
        from.closeHandler(closed -> {
            long giveUp = vertx.setTimer(LAST_BYTES_MILLIS, late -> to.close());
            everything.onComplete(done -> vertx.cancelTimer(giveUp));
        });
        // A connection that breaks once more after its end is nothing to report.
        everything.onComplete(done -> from.exceptionHandler(broken -> {}));
    }
}
