package io.foyer.lab.stack.ingress;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries each request to the service its path belongs to and the answer back, and joins the two connections when the service agrees to
 * a WebSocket. Everything streams with back-pressure; nothing is collected in memory.
 *
 * <p>A replica that does not take the connection is passed over. If none does: 503. A service that breaks off before its
 * answer: 502. One that says nothing for a minute: 504. One that breaks off within its answer: the client's connection breaks too.
 */
final class Relay implements Handler<HttpServerRequest> {
    static final int MAX_REQUEST_LINE = 16 * 1024;
    static final int MAX_HEADERS = 32 * 1024;
    private static final int MAX_CONNECTIONS = 20_000;
    private static final int MAX_WAITING = 1_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final long SILENCE_MILLIS = 60_000;
    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Vertx vertx;
    private final HttpClient client;
    private final Map<Destination, Upstream> upstreams;

    Relay(Vertx vertx, Map<Destination, Upstream> upstreams) {
        this.vertx = vertx;
        this.upstreams = Map.copyOf(upstreams);
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setKeepAliveTimeout(15),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
    }

    @Override
    public void handle(HttpServerRequest request) {
        // What the client sends waits until somebody is there to take it.
        request.pause();
        request.response().exceptionHandler(clientLeft -> {});
        RequestPath.of(request.uri())
                .ifPresentOrElse(path -> route(request, path), () -> refuse(request, Refusal.malformed()));
    }

    private void route(HttpServerRequest request, RequestPath path) {
        Upstream upstream = upstreams.get(Destination.of(path.path()));
        if (upstream == null) {
            refuse(request, Refusal.notFound());
            return;
        }
        attempt(new Exchange(request, path, upstream), upstream.inTurn().iterator(), true);
    }

    /** One request on its way. */
    private record Exchange(HttpServerRequest request, RequestPath path, Upstream upstream) {
        boolean repeatable() {
            return REPEATABLE.contains(request.method()) && !Headers.hasBody(request);
        }
    }

    private void attempt(Exchange exchange, Iterator<SocketAddress> replicas, boolean mayRepeat) {
        if (!replicas.hasNext()) {
            refuse(exchange.request(), Refusal.away(exchange.upstream().name()));
            return;
        }
        SocketAddress replica = replicas.next();
        connect(exchange, replica)
                .onSuccess(outgoing -> {
                    // The same failure comes out of the response's future, where it is dealt with.
                    outgoing.exceptionHandler(broken -> {});
                    if (exchange.request().response().closed()) {
                        outgoing.reset();
                    } else if (Headers.asksForWebSocket(exchange.request())) {
                        upgrade(exchange, outgoing);
                    } else {
                        send(exchange, outgoing, mayRepeat);
                    }
                })
                .onFailure(notConnected -> attempt(exchange, replicas, mayRepeat));
    }

    private Future<HttpClientRequest> connect(Exchange exchange, SocketAddress replica) {
        RequestOptions options = new RequestOptions()
                .setServer(replica)
                .setHost(replica.host())
                .setPort(replica.port())
                .setMethod(exchange.request().method())
                .setURI(exchange.path().target());
        return client.request(options).map(outgoing -> {
            Headers.copyToBackend(exchange.request(), outgoing.headers());
            return outgoing;
        });
    }

    private void send(Exchange exchange, HttpClientRequest outgoing, boolean mayRepeat) {
        HttpServerRequest request = exchange.request();
        outgoing.idleTimeout(SILENCE_MILLIS);
        outgoing.response().onComplete(answered -> {
            if (answered.succeeded()) {
                answer(exchange, answered.result());
            } else if (mayRepeat && exchange.repeatable() && !isLate(answered.cause())) {
                // A kept connection may have been closed by the service just as it was taken from the pool.
                attempt(exchange, exchange.upstream().inTurn().iterator(), false);
            } else {
                refuse(request, failure(exchange, answered.cause()));
            }
        });
        request.response().closeHandler(clientLeft -> outgoing.reset());
        if (!Headers.hasBody(request)) {
            outgoing.end();
            return;
        }
        outgoing.setChunked(request.headers().contains(HttpHeaders.TRANSFER_ENCODING));
        // Never end a body that was cut: the service would take the rest for the whole.
        request.pipe().endOnFailure(false).to(outgoing).onFailure(cut -> {
            outgoing.reset();
            request.resume();
        });
    }

    private void answer(Exchange exchange, HttpClientResponse answer) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = request.response();
        if (response.closed()) {
            answer.request().reset();
            return;
        }
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        Headers.copyEndToEnd(answer.headers(), response.headers());
        boolean sized = answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (!sized && mayHaveBody(request, answer)) {
            if (request.version() == HttpVersion.HTTP_1_0) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            } else {
                response.setChunked(true);
            }
        }
        answer.pipe().endOnFailure(false).to(response).onFailure(cut -> response.reset());
    }

    private static boolean mayHaveBody(HttpServerRequest request, HttpClientResponse answer) {
        return !request.method().equals(HttpMethod.HEAD) && answer.statusCode() != 204 && answer.statusCode() != 304;
    }

    private void upgrade(Exchange exchange, HttpClientRequest outgoing) {
        HttpServerRequest request = exchange.request();
        outgoing.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        outgoing.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        request.response().closeHandler(clientLeft -> outgoing.reset());
        outgoing.connect().timeout(SILENCE_MILLIS, TimeUnit.MILLISECONDS).onComplete(answered -> {
            if (answered.failed()) {
                outgoing.reset();
                refuse(request, failure(exchange, answered.cause()));
            } else if (answered.result().statusCode() == 101) {
                join(request, answered.result());
            } else {
                answer(exchange, answered.result());
            }
        });
    }

    private void join(HttpServerRequest request, HttpClientResponse agreed) {
        NetSocket backend = agreed.netSocket();
        backend.pause();
        Headers.copyEndToEnd(agreed.headers(), request.response().headers());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        request.response().putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        request.toNetSocket()
                .onSuccess(browser -> Splice.join(vertx, browser, backend))
                .onFailure(clientLeft -> backend.close());
    }

    private static Refusal failure(Exchange exchange, Throwable cause) {
        String service = exchange.upstream().name();
        return isLate(cause) ? Refusal.late(service) : Refusal.broken(service);
    }

    private static boolean isLate(Throwable cause) {
        return cause instanceof TimeoutException;
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        refusal.send(request.response());
        // The rest of a body that nobody takes must not hold up the connection.
        if (!request.isEnded()) {
            request.resume();
        }
    }
}
