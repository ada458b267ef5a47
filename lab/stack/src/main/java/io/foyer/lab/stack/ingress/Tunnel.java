package io.foyer.lab.stack.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Iterator;

/** Asks the service for a WebSocket and, when it agrees, joins its connection with the browser's; a refusal passes as it is. */
final class Tunnel {
    private final Vertx vertx;
    private final NetClient client;
    private final long answerMillis;

    Tunnel(Vertx vertx, int connectMillis, long answerMillis) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(connectMillis)
                .setReceiveBufferSize(Relay.RECEIVE_BUFFER)
                .setTcpKeepAlive(true));
        this.answerMillis = answerMillis;
    }

    void open(Relay.Exchange exchange) {
        attempt(exchange, exchange.upstream().inTurn().iterator());
    }

    private void attempt(Relay.Exchange exchange, Iterator<SocketAddress> replicas) {
        if (!replicas.hasNext()) {
            Refusal.away(exchange.upstream().name()).send(exchange.request());
            return;
        }
        client.connect(replicas.next())
                .onSuccess(service -> ask(exchange, service))
                .onFailure(notConnected -> attempt(exchange, replicas));
    }

    private void ask(Relay.Exchange exchange, NetSocket service) {
        HttpServerRequest request = exchange.request();
        if (request.response().closed()) {
            service.close();
            return;
        }
        request.response().closeHandler(clientLeft -> service.close());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Headers.copyToBackend(request, headers);
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        headers.set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        Handshake.ask(vertx, service, exchange.path().target(), headers, answerMillis)
                .onSuccess(reply -> {
                    if (reply.agrees()) {
                        join(request, service, reply);
                    } else {
                        pass(request, reply);
                    }
                })
                .onFailure(cause ->
                        Refusal.failed(exchange.upstream().name(), cause).send(request));
    }

    private void join(HttpServerRequest request, NetSocket service, Handshake.Reply reply) {
        HttpServerResponse response = request.response();
        Headers.copyEndToEnd(reply.headers(), response.headers());
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        response.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        request.toNetSocket()
                .onSuccess(browser -> {
                    if (reply.body().length() > 0) {
                        browser.write(reply.body());
                    }
                    Splice.join(vertx, browser, service);
                })
                .onFailure(clientLeft -> service.close());
    }

    private static void pass(HttpServerRequest request, Handshake.Reply refusal) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(refusal.status()).setStatusMessage(refusal.message());
        Headers.copyEndToEnd(refusal.headers(), response.headers());
        response.headers().remove(HttpHeaders.CONTENT_LENGTH);
        response.end(refusal.body());
    }
}
