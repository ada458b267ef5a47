package io.foyer.state.redis;

import io.foyer.state.LatestValues;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** A Redis hash that is written and read as a whole every so often. */
final class RedisLatestValues<T> implements LatestValues<T> {
    private static final Logger LOG = Logger.getLogger(RedisLatestValues.class);

    /** Far above any number of nodes; a put of a further id is refused. */
    private static final int MAX_VALUES = 20_000;

    private final String key;
    private final RedisCommands redis;
    private final RecordCodec<T> codec;
    private final Map<String, T> values = new ConcurrentHashMap<>();

    /** Written here and not sent yet; an empty value is a removal. */
    private final Map<String, Optional<T>> unsent = new ConcurrentHashMap<>();

    private final AtomicBoolean exchanging = new AtomicBoolean();

    RedisLatestValues(String name, Class<T> type, Keys keys, RedisCommands redis) {
        this.key = keys.latest(name);
        this.redis = redis;
        this.codec = new RecordCodec<>(name, type);
    }

    @Override
    public void put(String id, T value) {
        if (values.size() >= MAX_VALUES && !values.containsKey(id)) {
            throw new IllegalStateException("more than " + MAX_VALUES + " values under " + key);
        }
        values.put(id, value);
        unsent.put(id, Optional.of(value));
    }

    @Override
    public void remove(String id) {
        values.remove(id);
        unsent.put(id, Optional.empty());
    }

    @Override
    public Optional<T> get(String id) {
        return Optional.ofNullable(values.get(id));
    }

    @Override
    public Map<String, T> all() {
        return Collections.unmodifiableMap(values);
    }

    /** Sends what is new here and fetches what is new elsewhere. While Redis is away the local values stay. */
    void exchange() {
        if (!exchanging.compareAndSet(false, true)) {
            return;
        }
        Map<String, Optional<T>> sending = new HashMap<>(unsent);
        Uni.createFrom()
                .deferred(() -> send(sending))
                .invoke(() -> sending.forEach(unsent::remove))
                .chain(() -> redis.send(Command.HGETALL, key))
                .invoke(this::take)
                .onTermination()
                .invoke(() -> exchanging.set(false))
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debugf("exchange failed key=%s reason=%s", key, failure.getMessage()));
    }

    private Uni<Void> send(Map<String, Optional<T>> changes) {
        List<String> puts = new ArrayList<>(List.of(key));
        List<String> removals = new ArrayList<>(List.of(key));
        changes.forEach((id, value) -> {
            if (value.isPresent()) {
                puts.add(id);
                puts.add(codec.write(value.get()));
            } else {
                removals.add(id);
            }
        });
        return sendIfAny(Command.HSET, puts).chain(() -> sendIfAny(Command.HDEL, removals));
    }

    private Uni<Void> sendIfAny(Command command, List<String> arguments) {
        return arguments.size() == 1
                ? Uni.createFrom().voidItem()
                : redis.send(command, arguments.toArray(String[]::new)).replaceWithVoid();
    }

    private void take(Response reply) {
        Map<String, T> fetched = new HashMap<>();
        for (String id : reply.getKeys()) {
            try {
                fetched.put(id, codec.read(id, reply.get(id).toString()));
            } catch (RuntimeException e) {
                LOG.errorf("value left out key=%s id=%s reason=%s", key, id, e.getMessage());
            }
        }
        values.keySet().removeIf(id -> !fetched.containsKey(id) && !unsent.containsKey(id));
        fetched.forEach((id, value) -> {
            if (!unsent.containsKey(id)) {
                values.put(id, value);
            }
        });
    }
}
