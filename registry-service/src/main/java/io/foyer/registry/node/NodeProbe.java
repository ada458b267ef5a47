package io.foyer.registry.node;

import io.foyer.contract.NodeRecord;
import io.foyer.registry.config.RegistryConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Asks a node for a sign of life (nodes.md 6). Only configured nodes are asked. */
@ApplicationScoped
public class NodeProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http;
    private final NetClient tcp;
    private final RegistryConfig config;

    public NodeProbe(Vertx vertx, RegistryConfig config) {
        int millis = (int) TIMEOUT.toMillis();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(millis).setKeepAlive(false));
        this.tcp = vertx.createNetClient(new NetClientOptions().setConnectTimeout(millis));
        this.config = config;
    }

    /** Answers within two seconds; never fails. */
    Uni<Boolean> lives(NodeRecord node) {
        return Uni.createFrom()
                .completionStage(() -> ask(node).toCompletionStage())
                .ifNoItem()
                .after(TIMEOUT)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }

    private Future<Boolean> ask(NodeRecord node) {
        return switch (config.staticProbe()) {
            case HTTP ->
                http.request(new RequestOptions()
                                .setMethod(HttpMethod.GET)
                                .setHost(node.dialAddress())
                                .setPort(node.signalingPort())
                                .setSsl(node.secure())
                                .setURI("/live")
                                .setTimeout(TIMEOUT.toMillis()))
                        .compose(request -> request.send())
                        .map(response -> response.statusCode() < 400);
            case TCP ->
                tcp.connect(node.signalingPort(), node.dialAddress())
                        .compose(socket -> socket.close())
                        .map(closed -> true);
            case NONE -> Future.succeededFuture(true);
        };
    }
}
