package io.foyer.room.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Limits that have to be set where the HTTP server is made. A frame that is too big for the server itself breaks the
 * connection without a word, so that limit is wider than the one of messages, which is answered with 1009. Compression is
 * off: what goes to a room is encoded once for all its clients, and would be compressed for each of them.
 */
@ApplicationScoped
public class WebSocketLimits implements HttpServerOptionsCustomizer {
    private static final int UNANSWERED_BYTES = 1024 * 1024 + 1024;

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
        options.setMaxWebSocketFrameSize(Math.max(config.mostBytes(), UNANSWERED_BYTES));
        options.setMaxWebSocketMessageSize(config.mostBytes());
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
