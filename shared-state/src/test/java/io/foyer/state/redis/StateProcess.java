package io.foyer.state.redis;

import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;

/** The shared state as one process has it, with its own event loops and connections; several of them stand for replicas. */
final class StateProcess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static {
        // Found on first use, and when two threads are first at once the second one fails. In a service Quarkus sets
        // it.
        ContextManagerProvider.instance().getContextManager();
    }

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RedisCommands commands;
    final RedisSharedState state;

    private StateProcess(RedisOptions options, Map<String, String> settings) {
        options.setMaxPoolSize(8).setMaxPoolWaiting(100_000);
        options.getNetClientOptions().setReadIdleTimeout(3);
        redis = Redis.createClient(vertx, options);
        StateConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StateConfig.class)
                .withDefaultValues(Map.of(
                        "foyer.state.pulse", "100ms",
                        "foyer.state.silence", "1s",
                        "foyer.state.compare", "300ms",
                        "foyer.state.reconnect", "200ms",
                        "foyer.state.latest-interval", "50ms",
                        "foyer.state.latest-compare", "300ms"))
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(StateConfig.class);
        commands = new RedisCommands(redis, options, vertx, config.commandTimeout());
        state = new RedisSharedState(commands, vertx, config, meters);
        state.start(new StartupEvent());
    }

    static StateProcess start(String uri) {
        return start(uri, Map.of());
    }

    static StateProcess start(String uri, Map<String, String> settings) {
        return new StateProcess(new RedisOptions().setConnectionString(uri), settings);
    }

    static StateProcess start(RedisOptions options) {
        return new StateProcess(options, Map.of());
    }

    <T> Store<T> store(Table<T> table) {
        return state.store(table);
    }

    <T> Replica<T> replica(Table<T> table) {
        return state.replica(table);
    }

    <T> LatestValues<T> latest(String name, Class<T> type) {
        return state.latest(name, type);
    }

    Leases leases() {
        return state.leases();
    }

    @Override
    public void close() {
        state.stop(new ShutdownEvent());
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
