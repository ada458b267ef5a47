package io.foyer.proxy.tunnel;

import io.foyer.contract.NodeRecord;
import io.foyer.edge.Reason;
import io.foyer.proxy.domain.handshake.ClientHandshake;
import io.foyer.proxy.domain.request.Refusal;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.sessions.OpenSession;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * From an admitted request to two joined sockets: the node is called while the browser waits, and only then the browser gets
 * its 101. A browser that goes away meanwhile (signaling, section 3.1) takes the call with it.
 */
final class Handshake {
    private final HttpServerRequest request;
    private final OpenSession open;
    private final Tunnel tunnel;
    private final TunnelObserver observer;
    private final Call call;
    private final EarlyBytes early;
    private boolean answered;

    Handshake(HttpServerRequest request, OpenSession open, Tunnel tunnel, TunnelObserver observer, Call call) {
        this.request = request;
        this.open = open;
        this.tunnel = tunnel;
        this.observer = observer;
        this.call = call;
        this.early = EarlyBytes.watch(request);
    }

    void start(Dialer dialer, ClientHandshake browser, Duration within) {
        NodeRecord node = open.node();
        long startedAt = System.nanoTime();
        request.response().closeHandler(gone -> aborted());
        request.response().exceptionHandler(gone -> aborted());
        early.onBytes(this::hurried);
        call.start(dialer.clientFor(node), node.dialAddress(), node.signalingPort(), within)
                .onComplete(outcome -> {
                    observer.dialed(Duration.ofNanos(System.nanoTime() - startedAt));
                    called(outcome, browser);
                });
    }

    private void aborted() {
        if (!answered) {
            answered = true;
            call.cancel();
            tunnel.abandon(EndCause.CLIENT_ABORTED);
        }
    }

    /** The client did not wait for the answer. What it sent cannot be told from a request, so nothing may follow. */
    private void hurried() {
        if (!answered) {
            answered = true;
            call.cancel();
            refuse(Reason.HANDSHAKE_MALFORMED, "bytes before the answer");
            request.connection().close();
        }
    }

    private void called(AsyncResult<Upstream> outcome, ClientHandshake browser) {
        if (answered) {
            return;
        }
        answered = true;
        if (outcome.succeeded()) {
            upgrade(outcome.result(), browser);
        } else if (outcome.cause() instanceof RefusedException refused) {
            refuse(refused.reason(), refused.getMessage());
        } else {
            refuse(Reason.NODE_UNREACHABLE, outcome.cause().getClass().getSimpleName());
        }
    }

    private void refuse(Reason reason, String detail) {
        if (!early.seen()) {
            early.stop(); // the next request may come on this connection
        }
        observer.refused(reason, open, detail);
        Problem.send(request.response(), Refusal.of(reason));
        tunnel.abandon(EndCause.REFUSED);
    }

    private void upgrade(Upstream node, ClientHandshake browser) {
        HttpServerResponse response = request.response();
        response.setStatusCode(101)
                .putHeader("Upgrade", "websocket")
                .putHeader("Connection", "Upgrade")
                .putHeader("Sec-WebSocket-Accept", browser.accept());
        request.toNetSocket().onComplete(socket -> {
            early.stop();
            if (socket.succeeded()) {
                tunnel.join(socket.result(), node);
                if (early.seen()) {
                    open.end(EndCause.CLIENT_PROTOCOL_ERROR);
                }
            } else {
                node.socket().close();
                tunnel.abandon(EndCause.CLIENT_ABORTED);
            }
        });
    }
}
