package io.foyer.state.redis;

import io.foyer.state.StateException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;

/** Sends single commands through the pool, each with a time limit, and gives every failure the same type. */
final class RedisCommands {
    private final Redis redis;
    private final Vertx vertx;
    private final Duration timeout;

    RedisCommands(Redis redis, Vertx vertx, Duration timeout) {
        this.redis = redis;
        this.vertx = vertx;
        this.timeout = timeout;
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
                .completionStage(() -> redis.send(request).toCompletionStage())
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

    /** Opens a connection of its own, outside the pool, for subscriptions. */
    Uni<RedisConnection> connect() {
        return Uni.createFrom().deferred(() -> {
            Future<RedisConnection> connecting = redis.connect();
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
