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
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends single commands through the pool, each with a time limit, and gives every failure the same type. A command names
 * keys of one partition only, so that each is for one node of a cluster.
 *
 * <p>The cluster client takes a connection to every node for each command, whichever node it is for. Two commands that each
 * hold the last connection to one node and wait for one to another would wait for ever, and all others behind them. So no
 * more commands run at once than a pool has connections; one is left to ask for the slots, which running commands wait for.
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
            var limit = new ConcurrencyLimit(vertx, options.getMaxPoolSize() - 1, options.getMaxPoolWaiting());
            this.commands = request -> limit.run(() -> redis.send(request));
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

    /** All fields of a hash; none if it does not exist. */
    Uni<Map<String, String>> hash(String key) {
        return send(Command.HGETALL, key).map(reply -> reply.getKeys().stream()
                .collect(Collectors.toMap(
                        Function.identity(), field -> reply.get(field).toString())));
    }

    /** Runs a script by its digest, and by its text when Redis does not know it (yet, or any more). */
    Uni<Response> run(Script script, String key, String... args) {
        return send(Command.EVALSHA, arguments(script.digest(), key, args))
                .onFailure(e -> e.getMessage().contains("NOSCRIPT"))
                .recoverWithUni(() -> send(Command.EVAL, arguments(script.text(), key, args)));
    }

    private static String[] arguments(String digestOrText, String key, String... args) {
        return Stream.concat(Stream.of(digestOrText, "1", key), Stream.of(args)).toArray(String[]::new);
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

    /** The client's message without its stack; Redis errors name keys at most, never values. */
    private static String reason(Throwable e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
