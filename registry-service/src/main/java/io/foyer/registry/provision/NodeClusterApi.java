package io.foyer.registry.provision;

import io.foyer.contract.NodeRecord;
import io.foyer.registry.config.RegistryConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The part of a node's own HTTP interface that takes provisions (nodes.md 8). Only registered nodes are called. */
@ApplicationScoped
public class NodeClusterApi {
    /** Calls to one node at a time; further ones wait for a connection until their time is over. */
    private static final int CONNECTIONS_PER_NODE = 4;

    private final HttpClient client;
    private final RegistryConfig config;

    public NodeClusterApi(Vertx vertx, RegistryConfig config) {
        int timeout = (int) config.provisionPushTimeout().toMillis();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(timeout)
                .setMaxPoolSize(CONNECTIONS_PER_NODE)
                .setMaxWaitQueueSize(1_000));
        this.config = config;
    }

    enum Action {
        CREATE("provision.create"),
        DELETE("provision.delete");

        private final String text;

        Action(String text) {
            this.text = text;
        }
    }

    /** Answers whether the node took them within the time allowed; never fails. */
    Uni<Boolean> call(NodeRecord node, Action action, List<Map<String, Object>> provisions) {
        String token = config.nodeAccessToken()
                .map(text -> "&accessToken=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(node.dialAddress())
                .setPort(node.signalingPort())
                .setSsl(node.secure())
                .setURI("/cluster/api?action=" + action.text + token)
                .setTimeout(config.provisionPushTimeout().toMillis())
                .putHeader("Content-Type", "application/json");
        String body = Json.encode(Map.of("provisions", provisions));
        return Uni.createFrom()
                .completionStage(() -> client.request(options)
                        .compose(request -> request.send(body))
                        .map(response -> response.statusCode() == 200)
                        .toCompletionStage())
                .ifNoItem()
                .after(config.provisionPushTimeout())
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
