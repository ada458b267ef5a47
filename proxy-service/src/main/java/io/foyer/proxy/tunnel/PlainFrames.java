package io.foyer.proxy.tunnel;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Keeps the HTTP server's own WebSocket compression out of the way. Otherwise it would add {@code permessage-deflate} to our
 * 101 whenever a browser offers it, and browsers would compress frames for nodes that never agreed to it.
 */
@ApplicationScoped
public class PlainFrames implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
        options.setTcpNoDelay(true);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
