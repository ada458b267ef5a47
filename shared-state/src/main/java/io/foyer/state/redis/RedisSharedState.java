package io.foyer.state.redis;

import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Shared state in one Redis: one change feed for the process, one store and one replica for each table. */
@ApplicationScoped
public class RedisSharedState implements SharedState {
    private final StateConfig config;
    private final Keys keys;
    private final RedisCommands redis;
    private final ChangeFeed feed;
    private final RedisLeases leases;
    private final Vertx vertx;
    private final List<Long> timers = new CopyOnWriteArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, RecordAccess<?>> accesses = new ConcurrentHashMap<>();
    private final Map<String, RedisStore<?>> stores = new ConcurrentHashMap<>();
    private final Map<String, RedisReplica<?>> replicas = new ConcurrentHashMap<>();
    private final Map<String, RedisLatestValues<?>> latest = new ConcurrentHashMap<>();

    @Inject
    public RedisSharedState(ReactiveRedisDataSource source, Vertx vertx, StateConfig config) {
        this(new RedisCommands(source.getRedis().getDelegate(), vertx, config.commandTimeout()), vertx, config);
    }

    RedisSharedState(RedisCommands redis, Vertx vertx, StateConfig config) {
        if (config.silence().compareTo(config.pulse().multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("foyer.state.silence must be at least twice foyer.state.pulse");
        }
        String self = UUID.randomUUID().toString();
        this.config = config;
        this.vertx = vertx;
        this.redis = redis;
        this.keys = new Keys(config.prefix());
        this.feed = new ChangeFeed(redis, config, keys.pulse(self));
        this.leases = new RedisLeases(self, keys, redis);
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void start() {
        feed.start();
        every(config.compare(), () -> replicas.values().forEach(RedisReplica::compare));
        every(config.latestInterval(), () -> latest.values().forEach(RedisLatestValues::exchange));
        renewLease();
        every(config.lease().dividedBy(3), this::renewLease);
    }

    void stop() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        feed.stop();
        leases.release(leases.self()).subscribe().with(ignored -> {}, ignored -> {});
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Store<T> store(Table<T> table) {
        return (Store<T>) stores.computeIfAbsent(
                table.name(),
                name -> new RedisStore<>(
                        access(table), holder(name), config.maxWaitingPerRecord(), config.maxWaiting(), waiting));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Replica<T> replica(Table<T> table) {
        return (Replica<T>) replicas.computeIfAbsent(table.name(), name -> new RedisReplica<>(access(table), feed));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> LatestValues<T> latest(String name, Class<T> type) {
        return (LatestValues<T>)
                latest.computeIfAbsent(name, ignored -> new RedisLatestValues<>(name, type, keys, redis));
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public boolean current() {
        return feed.alive() && replicas.values().stream().allMatch(RedisReplica::current);
    }

    @SuppressWarnings("unchecked")
    private <T> RecordAccess<T> access(Table<T> table) {
        return (RecordAccess<T>) accesses.computeIfAbsent(
                table.name(), name -> new RecordAccess<>(table, keys, redis, config.emptyRetention()));
    }

    /** The replica of the table, if somebody here has one by then. */
    private Holder holder(String table) {
        return (partition, epoch) -> {
            RedisReplica<?> replica = replicas.get(table);
            return replica == null ? Uni.createFrom().item(false) : replica.putBackInto(partition, epoch);
        };
    }

    private void renewLease() {
        leases.renew(leases.self(), config.lease()).subscribe().with(ignored -> {}, ignored -> {});
    }

    private void every(Duration interval, Runnable work) {
        timers.add(
                vertx.setPeriodic(interval.toMillis(), ignored -> feed.context().runOnContext(run -> work.run())));
    }
}
