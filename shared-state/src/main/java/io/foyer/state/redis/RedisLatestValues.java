package io.foyer.state.redis;

import static io.foyer.state.redis.Keys.checked;

import io.foyer.state.LatestValues;
import io.foyer.state.UnknownMembers;
import io.foyer.state.Version;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * A Redis hash of which every process has a copy. What is put is sent in batches over a channel; batches are counted, so a
 * process that missed one loads the whole hash once, as it does after each subscription.
 */
final class RedisLatestValues<T> implements LatestValues<T>, ChangeFeed.Listener {
    private static final Logger LOG = Logger.getLogger(RedisLatestValues.class);
    private static final Script SEND = Script.load("latest.lua");

    /** Far above any number of nodes; a put of a further id is refused. */
    private static final int MAX_VALUES = 20_000;

    private static final int MAX_BATCH = 500;
    private static final long RETRY_MILLIS = 500;
    private static final long NOT_LOADED = -1;

    private final String key;
    private final String channel;
    private final RedisCommands redis;
    private final ChangeFeed feed;
    private final RecordCodec<T> codec;
    private final Map<String, T> values = new ConcurrentHashMap<>();

    /** Written here and not sent yet; an empty value is a removal. */
    private final Map<String, Optional<T>> unsent = new ConcurrentHashMap<>();

    // All below on the feed's context only.
    private boolean sending;
    private boolean subscribed;
    private boolean loading;
    private boolean loadAgain;

    /** The last batch that is in the copy. */
    private long batch = NOT_LOADED;

    RedisLatestValues(String name, Class<T> type, Keys keys, RedisCommands redis, ChangeFeed feed) {
        this.key = keys.latest(name);
        this.channel = keys.latestChannel(name);
        this.redis = redis;
        this.feed = feed;
        this.codec = new RecordCodec<>(name, type);
        feed.run(() -> feed.subscribe(channel, this));
    }

    @Override
    public void put(String id, T value) {
        if (values.size() >= MAX_VALUES && !values.containsKey(checked(id))) {
            throw new IllegalStateException("more than " + MAX_VALUES + " values under " + key);
        }
        if (!value.equals(values.put(checked(id), value))) {
            unsent.put(id, Optional.of(value));
        }
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

    /** Sends some of what is new here, one batch at a time. While Redis is away it stays. Only on the feed's context. */
    void send() {
        if (sending || unsent.isEmpty()) {
            return;
        }
        Map<String, Optional<T>> some = new HashMap<>();
        unsent.entrySet().stream().limit(MAX_BATCH).forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        List<String> arguments = new ArrayList<>(List.of(channel));
        some.forEach((id, value) -> {
            arguments.add(id);
            arguments.add(value.map(present -> codec.write(present, UnknownMembers.NONE))
                    .orElse(""));
        });
        sending = true;
        redis.run(SEND, key, arguments.toArray(String[]::new))
                .onTermination()
                .invoke(() -> feed.run(() -> sending = false))
                .subscribe()
                .with(
                        number -> feed.run(() -> {
                            some.forEach(unsent::remove);
                            send();
                        }),
                        failure -> LOG.debugf("batch not sent key=%s reason=%s", key, failure.getMessage()));
    }

    /** Finds out whether the last batch was missed. Only on the feed's context. */
    void compare() {
        long then = batch;
        redis.send(Command.HGET, key, "batch")
                .subscribe()
                .with(
                        reply -> feed.run(() -> {
                            long stored = reply == null ? 0 : reply.toLong();
                            if (stored < then || (stored > batch && batch == then)) {
                                load();
                            }
                        }),
                        failure -> {});
    }

    @Override
    public void subscribed() {
        subscribed = true;
        load();
    }

    @Override
    public void lost() {
        subscribed = false;
    }

    @Override
    public void message(String text) {
        String[] lines = text.split("\n", -1);
        long number = Long.parseLong(lines[0]);
        if (number == batch + 1 && !loading) {
            batch = number;
            for (int i = 1; i + 1 < lines.length; i += 2) {
                take(lines[i], lines[i + 1]);
            }
        } else if (number > batch || loading) {
            load();
        }
    }

    private void load() {
        loadAgain = loading;
        if (loading || !subscribed) {
            return;
        }
        loading = true;
        feed.limited(redis.hash(key))
                .subscribe()
                .with(
                        fields -> feed.run(() -> loaded(fields)),
                        failure -> feed.later(RETRY_MILLIS, () -> {
                            loading = false;
                            load();
                        }));
    }

    private void loaded(Map<String, String> fields) {
        loading = false;
        batch = Long.parseLong(fields.getOrDefault("batch", "0"));
        values.keySet().removeIf(id -> !fields.containsKey("=" + id) && !unsent.containsKey(id));
        fields.forEach((field, json) -> {
            if (field.startsWith("=")) {
                take(field.substring(1), json);
            }
        });
        if (loadAgain) {
            load();
        }
    }

    /** What was written here since, and is not sent yet, is newer. */
    private void take(String id, String json) {
        if (unsent.containsKey(id)) {
            return;
        }
        if (json.isEmpty()) {
            values.remove(id);
        } else {
            codec.readable(id, () -> codec.read(id, Version.NONE, json))
                    .ifPresent(record -> values.put(id, record.value()));
        }
    }
}
