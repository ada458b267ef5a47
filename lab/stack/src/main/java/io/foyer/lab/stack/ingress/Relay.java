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
import io.vertx.core.net.SocketAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Carries each request to the service its path belongs to and the answer back; a WebSocket takes the {@link Tunnel}. Everything streams with back-pressure; nothing is collected in memory.
 *
 * <p>A replica that does not take the connection is passed over. If none does: 503. A service that breaks off before its
 * answer: 502. One that says nothing for a minute: 504. One that breaks off within its answer: the client's connection breaks too.
 */
final class Relay implements Handler<HttpServerRequest> {
    static final int MAX_REQUEST_LINE = 16 * 1024;
    static final int MAX_HEADERS = 32 * 1024;
    /** What the kernel may collect in front of a side that is paused; by itself it would go up to tens of megabytes. */
    static final int RECEIVE_BUFFER = 256 * 1024;

    private static final int MAX_CONNECTIONS = 20_000;
    private static final int MAX_WAITING = 1_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final long SILENCE_MILLIS = 60_000;
    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final HttpClient client;
    private final Tunnel tunnel;
    private final Function<String, Destination> routes;
    private final Map<Destination, Upstream> upstreams;

    Relay(Vertx vertx, Function<String, Destination> routes, Map<Destination, Upstream> upstreams) {
        this.routes = routes;
        this.tunnel = new Tunnel(vertx, CONNECT_MILLIS, SILENCE_MILLIS);
        this.upstreams = Map.copyOf(upstreams);
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReceiveBufferSize(RECEIVE_BUFFER)
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setKeepAliveTimeout(15))
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING))
                // What breaks shows in the request that it breaks.
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    @Override
    public void handle(HttpServerRequest request) {
        // What the client sends waits until somebody is there to take it.
        request.pause();
        request.response().exceptionHandler(clientLeft -> {});
        RequestPath.of(request.uri()).ifPresentOrElse(path -> route(request, path), () -> Refusal.malformed()
                .send(request));
    }

    private void route(HttpServerRequest request, RequestPath path) {
        Upstream upstream = upstreams.get(routes.apply(path.path()));
        if (upstream == null) {
            Refusal.notFound().send(request);
            return;
        }
        Exchange exchange = new Exchange(request, path, upstream);
        if (Headers.asksForWebSocket(request)) {
            tunnel.open(exchange);
        } else {
            attempt(exchange, upstream.inTurn().iterator(), true);
        }
    }

    /** One request on its way. */
    record Exchange(HttpServerRequest request, RequestPath path, Upstream upstream) {
        boolean repeatable() {
            return REPEATABLE.contains(request.method()) && !Headers.hasBody(request);
        }
    }

    private void attempt(Exchange exchange, Iterator<SocketAddress> replicas, boolean mayRepeat) {
        if (!replicas.hasNext()) {
            Refusal.away(exchange.upstream().name()).send(exchange.request());
            return;
        }
        connect(exchange, replicas.next())
                .onSuccess(outgoing -> send(exchange, outgoing, mayRepeat))
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
        // The same failure comes out of the response's future, where it is dealt with.
        outgoing.exceptionHandler(broken -> {});
        if (request.response().closed()) {
            outgoing.reset();
            return;
        }
        outgoing.idleTimeout(SILENCE_MILLIS);
        outgoing.response().onComplete(answered -> {
            if (answered.succeeded()) {
                answer(exchange, answered.result());
            } else if (mayRepeat && exchange.repeatable() && !(answered.cause() instanceof TimeoutException)) {
                // A kept connection may have been closed by the service just as it was taken from the pool.
                attempt(exchange, exchange.upstream().inTurn().iterator(), false);
            } else {
                Refusal.failed(exchange.upstream().name(), answered.cause()).send(request);
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
}
