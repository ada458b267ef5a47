package io.foyer.state.redis;

import io.foyer.state.StateException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends single commands through the pool, each with a time limit, and gives every failure the same type. A command names
 * keys of one partition only, so that each is for one node of a cluster.
 */
final class RedisCommands {
    private final Function<Request, Future<Response>> commands;
    private final Supplier<Future<RedisConnection>> feeds;
    private final Vertx vertx;
    private final Duration timeout;

    /** @param options that the client was made with */
    RedisCommands(Redis redis, RedisOptions options, Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        if (options.getType() == RedisClientType.CLUSTER) {
            if (options.getMaxPoolSize() < 2) {
                throw new IllegalArgumentException("quarkus.redis.max-pool-size must be at least 2 with a cluster");
            }
            // One connection is left to ask for the slots, which commands under way wait for.
            Turns turns = new Turns(vertx, options.getMaxPoolSize() - 1, options.getMaxPoolWaiting());
            this.commands = request -> turns.take(() -> redis.send(request));
            this.feeds = new ClusterFeed(vertx, options)::connect;
        } else {
            this.commands = redis::send;
            this.feeds = redis::connect;
        }
    }

    Vertx vertx() {
        return vertx;
    }

    Uni<Response> send(Command command, String... args) {
        Request request = Request.cmd(command);
        for (String arg : args) {
            request.arg(arg);
        }
        return Uni.createFrom()
                .completionStage(() -> commands.apply(request).toCompletionStage())
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StateException.Unavailable("Redis did not answer within " + timeout, null))
                .onFailure(e -> !(e instanceof StateException))
                .transform(e -> new StateException.Unavailable("Redis: " + reason(e), e));
    }

    /** Runs a script by its digest, and by its text when Redis does not know it (yet, or any more). */
    Uni<Response> run(Script script, List<String> keys, List<String> args) {
        return send(Command.EVALSHA, script.arguments(script.digest(), keys, args))
                .onFailure(RedisCommands::scriptUnknown)
                .recoverWithUni(() -> send(Command.EVAL, script.arguments(script.text(), keys, args)));
    }

    /** Opens a connection of its own, outside the pool, for subscriptions; after a fail-over to where the data is now. */
    Uni<RedisConnection> connect() {
        return Uni.createFrom().deferred(() -> {
            Future<RedisConnection> connecting = feeds.get();
            return Uni.createFrom()
                    .completionStage(connecting.toCompletionStage())
                    .ifNoItem()
                    .after(timeout)
                    .failWith(() -> {
                        // One that comes late nobody waits for any more; it would keep its place in the pool.
                        connecting.onSuccess(RedisConnection::close);
                        return new StateException.Unavailable("Redis did not accept within " + timeout, null);
                    });
        });
    }

    private static boolean scriptUnknown(Throwable e) {
        return e.getMessage() != null && e.getMessage().contains("NOSCRIPT");
    }

    /** The client's message without its stack; Redis errors name keys at most, never values. */
    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
