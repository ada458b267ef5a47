package io.foyer.state.redis;

import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
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

/** Shared state in one Redis: one change feed for the process, one replica with its store for each table. */
@ApplicationScoped
public class RedisSharedState implements SharedState {
    private final StateConfig config;
    private final Keys keys;
    private final RedisCommands redis;
    private final StateMetrics metrics;
    private final ChangeFeed feed;
    private final RedisLeases leases;
    private final Vertx vertx;
    private final List<Long> timers = new CopyOnWriteArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, RedisReplica<?>> replicas = new ConcurrentHashMap<>();
    private final Map<String, RedisLatestValues<?>> latest = new ConcurrentHashMap<>();
    private volatile boolean loadedOnce;
    private volatile long currentAt = System.nanoTime();

    @Inject
    public RedisSharedState(
            ReactiveRedisDataSource source, RedisLogin login, Vertx vertx, StateConfig config, MeterRegistry meters) {
        // In this order: the options are known once the client is made.
        this(
                new RedisCommands(source.getRedis().getDelegate(), login.options(), vertx, config.commandTimeout()),
                vertx,
                config,
                meters);
    }

    RedisSharedState(RedisCommands redis, Vertx vertx, StateConfig config, MeterRegistry meters) {
        if (config.silence().compareTo(config.pulse().multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("foyer.state.silence must be at least twice foyer.state.pulse");
        }
        String self = UUID.randomUUID().toString();
        this.config = config;
        this.vertx = vertx;
        this.redis = redis;
        this.keys = new Keys(config.prefix());
        this.leases = new RedisLeases(self, keys, redis);
        this.metrics = new StateMetrics(meters);
        this.feed = new ChangeFeed(redis, config, keys.pulse(self), at -> metrics.lag(leases.now() - at));
        metrics.channel(feed::alive);
    }

    void start(@Observes StartupEvent event) {
        feed.start();
        every(config.compare(), () -> replicas.values().forEach(RedisReplica::compare));
        every(config.latestInterval(), () -> latest.values().forEach(RedisLatestValues::send));
        every(config.latestCompare(), () -> latest.values().forEach(RedisLatestValues::compare));
        every(config.pulse(), feed::pulse);
        every(config.pulse(), () -> {
            current();
            if (!leases.informed()) {
                renewLease();
            }
        });
        renewLease();
        every(config.lease().dividedBy(3), this::renewLease);
    }

    void stop(@Observes ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        feed.stop();
        leases.release(leases.self()).subscribe().with(ignored -> {}, ignored -> {});
    }

    @Override
    public <T> Store<T> store(Table<T> table) {
        return replicaOf(table).store();
    }

    @Override
    public <T> Replica<T> replica(Table<T> table) {
        return replicaOf(table);
    }

    @SuppressWarnings("unchecked")
    private <T> RedisReplica<T> replicaOf(Table<T> table) {
        return (RedisReplica<T>) replicas.computeIfAbsent(table.name(), name -> {
            RedisTable<T> redisTable =
                    new RedisTable<>(table, keys, redis, config.emptyRetention(), metrics.table(name));
            RedisReplica<T> replica = new RedisReplica<>(redisTable, feed, config, waiting);
            metrics.entries(name, replica::size);
            return replica;
        });
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> LatestValues<T> latest(String name, Class<T> type) {
        return (LatestValues<T>)
                latest.computeIfAbsent(name, ignored -> new RedisLatestValues<>(name, type, keys, redis, feed));
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public boolean current() {
        boolean current = feed.alive() && replicas.values().stream().allMatch(RedisReplica::current);
        if (current) {
            currentAt = System.nanoTime();
        }
        return current;
    }

    @Override
    public Duration age() {
        return current() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - currentAt);
    }

    @Override
    public boolean loadedOnce() {
        if (!loadedOnce) {
            loadedOnce = leases.informed()
                    && replicas.values().stream().anyMatch(RedisReplica::watches)
                    && replicas.values().stream().allMatch(RedisReplica::loaded);
        }
        return loadedOnce;
    }

    @Override
    public long now() {
        return leases.now();
    }

    private void renewLease() {
        leases.renew(leases.self(), config.lease()).subscribe().with(ignored -> {}, ignored -> {});
    }

    private void every(Duration interval, Runnable work) {
        timers.add(vertx.setPeriodic(interval.toMillis(), ignored -> feed.run(work)));
    }
}
