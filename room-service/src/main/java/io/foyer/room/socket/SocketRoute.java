package io.foyer.room.socket;

import io.foyer.room.RoomConfig;
import io.foyer.room.conference.Messages;
import io.foyer.room.protocol.ConferenceProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Takes every WebSocket upgrade, whatever its path: the query says what it is for (conference-api.md 3). Pages and REST
 * resources of the same paths are not affected.
 *
 * <p>It stands on Vert.x itself, because three things are needed that nothing above it offers: any path, to see when a
 * client takes nothing more, and to end a connection without a close frame.
 */
@ApplicationScoped
public class SocketRoute {
    private static final Logger LOG = Logger.getLogger(SocketRoute.class);

    /** After authentication, before everything that answers. */
    private static final int ORDER = -50;

    private final OpenSockets open;
    private final ConferenceProtocol protocol;
    private final Messages messages;
    private final SocketConfig config;
    private final RoomConfig roomConfig;
    private final MeterRegistry metrics;

    public SocketRoute(
            OpenSockets open,
            ConferenceProtocol protocol,
            Messages messages,
            SocketConfig config,
            RoomConfig roomConfig,
            MeterRegistry metrics) {
        this.open = open;
        this.protocol = protocol;
        this.messages = messages;
        this.config = config;
        this.roomConfig = roomConfig;
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!isUpgrade(request) || routing.normalizedPath().startsWith("/q/")) {
            routing.next();
        } else if (open.draining() || open.full()) {
            refuse(routing, 503, open.draining() ? "draining" : "full");
        } else if (!originAllowed(request)) {
            refuse(routing, 403, "origin");
        } else {
            upgrade(request);
        }
    }

    private void refuse(RoutingContext routing, int status, String reason) {
        metrics.counter("foyer.room.upgrades", "result", reason).increment();
        routing.response().setStatusCode(status).end();
    }

    private void upgrade(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        Handshake handshake = Handshake.of(request.query());
        request.toWebSocket()
                .onSuccess(webSocket -> begin(webSocket, connection, handshake))
                .onFailure(failure -> LOG.debugf("upgrade failed: %s", failure.getMessage()));
    }

    private void begin(ServerWebSocket webSocket, HttpConnection connection, Handshake handshake) {
        switch (handshake) {
            case Handshake.Unusable unusable -> {
                metrics.counter("foyer.room.upgrades", "result", "unusable").increment();
                webSocket.writeTextMessage(messages.error(unusable.text()));
                webSocket.close(CloseCode.POLICY.code());
            }
            case Handshake.Conference conference -> {
                metrics.counter("foyer.room.upgrades", "result", "conference").increment();
                begin(webSocket, connection, conference);
            }
        }
    }

    private void begin(ServerWebSocket webSocket, HttpConnection connection, Handshake.Conference handshake) {
        Context context = Vertx.currentContext();
        ClientSocket[] self = new ClientSocket[1];
        self[0] = new ClientSocket(webSocket, connection, context, handshake, messages, config, () -> {
            open.remove(self[0]);
            protocol.closed(self[0]);
        });
        ClientSocket socket = self[0];
        Inbound inbound = new Inbound(socket, protocol, config, metrics);
        socket.begin();
        webSocket.frameHandler(inbound::frame);
        open.add(socket);
        if (!protocol.opened(socket)) {
            socket.refuse("the room has as many connections as it may have", CloseCode.OVERLOAD);
        }
    }

    private boolean originAllowed(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null
                || roomConfig
                        .allowedOrigins()
                        .map(allowed -> allowed.contains(origin))
                        .orElse(true);
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        return request.method() == HttpMethod.GET
                && request.version() == HttpVersion.HTTP_1_1
                && upgrade != null
                && upgrade.equalsIgnoreCase("websocket");
    }
}
