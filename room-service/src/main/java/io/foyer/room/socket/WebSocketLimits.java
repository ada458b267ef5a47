package io.foyer.room.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Limits that have to be set where the HTTP server is made: a frame longer than a message may be is refused at its header.
 * Compression is off: what goes to a room is encoded once for all its clients, and would be compressed for each of them.
 */
@ApplicationScoped
public class WebSocketLimits implements HttpServerOptionsCustomizer {
    private final SocketConfig config;

    public WebSocketLimits(SocketConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    private void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(config.maxBytes());
        options.setMaxWebSocketMessageSize(config.maxBytes());
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
