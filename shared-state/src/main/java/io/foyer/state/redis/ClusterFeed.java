package io.foyer.state.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Connects the change feed to one node of a cluster after the other. What is published at any node of a cluster arrives at
 * all of them, so one connection hears everything; the cluster client cannot subscribe on a connection that it knows of.
 */
final class ClusterFeed {
    private final Vertx vertx;
    private final RedisOptions options;
    private final List<String> hosts;
    private int next;
    private Redis client;

    /** @param options of the cluster client; the hosts are tried in turn, in an order of this process's own */
    ClusterFeed(Vertx vertx, RedisOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.hosts = new ArrayList<>(options.getEndpoints());
        Collections.shuffle(hosts);
    }

    /** Gives the connection before this one up, if there is one. */
    synchronized Future<RedisConnection> connect() {
        if (client != null) {
            client.close();
        }
        client = Redis.createClient(vertx, optionsFor(hosts.get(next)));
        next = (next + 1) % hosts.size();
        return client.connect();
    }

    private RedisOptions optionsFor(String host) {
        return new RedisOptions(options)
                .setType(RedisClientType.STANDALONE)
                .setEndpoints(new ArrayList<>(List.of(host)))
                .setNetClientOptions(
                        new NetClientOptions(options.getNetClientOptions()).setMetricsName("redis|change-feed"))
                .setPoolName("change-feed")
                .setMaxPoolSize(1);
    }
}
