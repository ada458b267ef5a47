package io.foyer.state.redis;

import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * One connection on which all changes arrive. It keeps itself alive:
 *
 * <pre>
 *   CONNECTING --connected, subscribed--> LISTENING --end, error, or no pulse for a while--> CONNECTING (after a pause)
 * </pre>
 *
 * <p>Redis does not restore subscriptions and a half-open connection gives no event, so the process publishes a pulse to
 * itself and gives the connection up when it does not hear it. Messages published while not listening are lost: each
 * listener is told when its channel is (again) subscribed and has to load what it follows.
 *
 * <p>It listens to the server, to the master that the sentinels name, or to any one node of a cluster: each node passes on
 * what is published at another. A change then travels a way of its own beside the answer to its writer, so messages of one
 * partition still arrive in order, but a load may be ahead of them.
 *
 * <p>Everything runs on one event loop context, and so do the listeners.
 */
final class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    private static final int CHANNELS_PER_COMMAND = 500;
    private static final int MAX_LOADS_IN_FLIGHT = 32;

    /** Follows one channel. Called on the feed's context; must not block. */
    interface Listener {
        /** From now on messages arrive; what came before is not known. */
        void subscribed();

        /** No message arrives any more until it is subscribed again. */
        void lost();

        void message(String text);
    }

    private final RedisCommands redis;
    private final Vertx vertx;
    private final Context context;
    private final StateConfig config;
    private final String pulseChannel;
    private final LongConsumer published;
    private final Map<String, Listener> listeners = new HashMap<>();

    /** At most one for each listener waits. */
    private final ConcurrencyLimit loads;

    private RedisConnection connection;
    private boolean stopped;
    private int failures;
    private long heardAt;
    private volatile boolean alive;

    /** @param published gets the time stamp of each change that arrives, by the clock of Redis */
    ChangeFeed(RedisCommands redis, StateConfig config, String pulseChannel, LongConsumer published) {
        this.redis = redis;
        this.vertx = redis.vertx();
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.pulseChannel = pulseChannel;
        this.published = published;
        this.loads = new ConcurrencyLimit(vertx, MAX_LOADS_IN_FLIGHT, Integer.MAX_VALUE);
    }

    /** Does something on the feed's context, soon. */
    void run(Runnable work) {
        context.runOnContext(ignored -> work.run());
    }

    /** Does something on the feed's context after a while. */
    void later(long millis, Runnable work) {
        vertx.setTimer(millis, ignored -> run(work));
    }

    /** A change arrived that was published then. */
    void published(long at) {
        published.accept(at);
    }

    /** Loads when not too many others do: after a reconnect every partition is loaded. */
    <R> Uni<R> limited(Uni<R> load) {
        return Uni.createFrom()
                .completionStage(() -> loads.run(() -> Future.fromCompletionStage(load.subscribeAsCompletionStage()))
                        .toCompletionStage());
    }

    /** True while the channel has proved alive within the last silence interval. */
    boolean alive() {
        return alive;
    }

    void start() {
        run(this::connect);
    }

    void stop() {
        run(() -> {
            stopped = true;
            drop();
        });
    }

    /** Follows a channel; only on the feed's context. */
    void subscribe(String channel, Listener listener) {
        listeners.put(channel, listener);
        send(Command.SUBSCRIBE, List.of(channel));
    }

    /** No longer follows a channel; only on the feed's context. */
    void unsubscribe(String channel) {
        listeners.remove(channel);
        send(Command.UNSUBSCRIBE, List.of(channel));
    }

    private void connect() {
        if (!stopped) {
            redis.connect()
                    .subscribe()
                    .with(opened -> run(() -> listen(opened)), failure -> run(() -> retry(withCause(failure))));
        }
    }

    private void listen(RedisConnection opened) {
        if (stopped) {
            opened.close();
            return;
        }
        connection = opened;
        opened.handler(push -> run(() -> receive(opened, push)));
        opened.endHandler(end -> run(() -> lost(opened, "connection ended")));
        opened.exceptionHandler(e -> run(() -> lost(opened, e.getMessage())));
        heardAt = now();
        List<String> channels = new ArrayList<>(listeners.keySet());
        channels.addFirst(pulseChannel);
        for (int from = 0; from < channels.size(); from += CHANNELS_PER_COMMAND) {
            send(Command.SUBSCRIBE, channels.subList(from, Math.min(from + CHANNELS_PER_COMMAND, channels.size())));
        }
    }

    private void send(Command command, List<String> channels) {
        RedisConnection on = connection;
        if (on != null) {
            on.send(Request.cmd(command, channels.toArray())).onFailure(e -> run(() -> lost(on, e.getMessage())));
        }
    }

    private void receive(RedisConnection from, Response push) {
        if (from != connection || push.size() < 3) {
            return;
        }
        heardAt = now();
        Listener listener = listeners.get(push.get(1).toString());
        switch (push.get(0).toString()) {
            case "subscribe" -> {
                works();
                if (listener != null) {
                    listener.subscribed();
                }
            }
            case "message" -> {
                if (listener != null) {
                    listener.message(push.get(2).toString());
                }
            }
            default -> {}
        }
    }

    private void works() {
        if (failures > 0) {
            LOG.infof("change channel back attempts=%d", failures);
        }
        failures = 0;
        alive = true;
    }

    /** Publishes a pulse, or gives the connection up if none has arrived for too long; only on the feed's context. */
    void pulse() {
        if (connection == null) {
            return;
        }
        if (now() - heardAt > config.silence().toMillis()) {
            lost(connection, "no pulse for " + config.silence());
            return;
        }
        redis.send(Command.PUBLISH, pulseChannel, "pulse").subscribe().with(ignored -> {}, ignored -> {});
    }

    private void lost(RedisConnection which, String reason) {
        if (which == connection) {
            drop();
            retry(reason);
        }
    }

    private void drop() {
        alive = false;
        if (connection != null) {
            connection.close();
            connection = null;
            listeners.values().forEach(Listener::lost);
        }
    }

    private void retry(String reason) {
        if (failures++ == 0 && !stopped) {
            LOG.warnf("change channel lost reason=%s", reason);
        }
        later(pause(), this::connect);
    }

    /** Of a TLS connection that failed only the innermost cause says why: an unknown authority, another host's certificate. */
    private static String withCause(Throwable reason) {
        Throwable innermost = ExceptionUtil.getRootCause(reason);
        return innermost == reason ? reason.getMessage() : reason.getMessage() + ": " + innermost.getMessage();
    }

    /** Doubles from a twentieth of the longest pause, with a random half so that replicas do not return in step. */
    private long pause() {
        long longest = config.reconnect().toMillis();
        long pause = Math.min(longest, (longest / 20) << Math.min(failures, 10));
        return 1 + pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    private static long now() {
        return Duration.ofNanos(System.nanoTime()).toMillis();
    }
}
