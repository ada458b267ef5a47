package io.foyer.proxy.tunnel;

import io.foyer.edge.Reason;
import io.foyer.proxy.domain.handshake.NodeAnswer;
import io.foyer.proxy.domain.handshake.NodeAnswerReader;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * One attempt to reach a node: connect, send the handshake, read the answer. It ends exactly once: with the node's 101, with a
 * {@link RefusedException}, or by being cancelled. Runs on one event loop.
 */
final class Call {
    private final Vertx vertx;
    private final byte[] handshake;
    private final NodeAnswerReader answer;
    private final Promise<Upstream> outcome = Promise.promise();
    private NetSocket socket;
    private boolean over;
    private long timer;

    Call(Vertx vertx, byte[] handshake, String expectedAccept) {
        this.vertx = vertx;
        this.handshake = handshake;
        this.answer = new NodeAnswerReader(expectedAccept);
    }

    /** @param within how long it may take in all */
    Future<Upstream> start(NetClient client, String address, int port, Duration within) {
        timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> timeout());
        client.connect(port, address).onComplete(this::connected);
        return outcome.future();
    }

    /** Nobody waits any more. */
    void cancel() {
        fail(Reason.NODE_ANSWER_TIMEOUT, "cancelled");
    }

    private void connected(AsyncResult<NetSocket> connection) {
        if (connection.failed()) {
            boolean late = connection.cause() instanceof ConnectTimeoutException;
            fail(
                    late ? Reason.NODE_CONNECT_TIMEOUT : Reason.NODE_UNREACHABLE,
                    connection.cause().getClass().getSimpleName());
            return;
        }
        if (over) {
            connection.result().close();
            return;
        }
        socket = connection.result();
        socket.exceptionHandler(reset -> {});
        socket.closeHandler(closed -> fail(Reason.NODE_CLOSED, "closed"));
        socket.handler(this::received);
        socket.write(Buffer.buffer(handshake));
    }

    private void received(Buffer bytes) {
        switch (answer.read(bytes.getBytes())) {
            case NodeAnswer.Incomplete() -> {}
            case NodeAnswer.Accepted(byte[] early) -> succeed(early);
            case NodeAnswer.Refused(int status) -> fail(Reason.NODE_REFUSED, "status " + status);
            case NodeAnswer.Malformed(String why) -> fail(Reason.NODE_ANSWER_MALFORMED, why);
        }
    }

    private void timeout() {
        boolean connecting = socket == null;
        fail(connecting ? Reason.NODE_CONNECT_TIMEOUT : Reason.NODE_ANSWER_TIMEOUT, "no answer");
    }

    private void succeed(byte[] early) {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            socket.pause();
            outcome.complete(new Upstream(socket, early));
        }
    }

    private void fail(Reason reason, String detail) {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            if (socket != null) {
                socket.close();
            }
            outcome.fail(new RefusedException(reason, detail));
        }
    }
}
