package io.foyer.state.redis;

import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Version;
import io.foyer.state.redis.RedisTable.Content;
import io.foyer.state.redis.RedisTable.Found;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The local copy of one partition.
 *
 * <pre>
 *   Subscribing --subscribed--> Loading --loaded, nothing lost--> Following
 *       ^                       |  ^  |                              |
 *       |               failed: |  |  +--lost--> Restoring           |
 *       |                 again +--+                 |               |
 *       |                          +--written again--+               |
 *       |                          +--gap, other epoch, behind Redis-+
 *       +--feed lost-- any                        any --close--> Closed
 * </pre>
 *
 * <p>Revisions of a partition are gapless, so a message that is not the next one proves that one was lost: load again.
 * What is loaded is first compared with what is cached. If Redis lost some of that (it came back empty or with older data)
 * it is written again in the ordinary way, and only then the partition is loaded anew and readers see the result; until
 * then they see the cached records. Used on the feed's context only, except where it says otherwise.
 */
final class PartitionCopy<T> implements ChangeFeed.Listener {
    private static final Logger LOG = Logger.getLogger(PartitionCopy.class);

    /** More messages than this during one load, and loading again is cheaper than keeping them. */
    private static final int MAX_BUFFERED = 10_000;

    private static final int MAX_WRITES_IN_FLIGHT = 32;
    private static final long RETRY_MILLIS = 500;

    private sealed interface State<T> {
        /** No message arrives yet, or any more. */
        record Subscribing<T>() implements State<T> {}

        /**
         * Messages arrive and wait for the content.
         *
         * @param restored true when what was lost has been written again, so the content is taken as it is
         */
        record Loading<T>(List<Announcement> arrived, boolean restored) implements State<T> {}

        /** What Redis lost is being written. */
        record Restoring<T>() implements State<T> {}

        /** Every change is applied as it arrives. */
        record Following<T>() implements State<T> {}

        record Closed<T>() implements State<T> {}
    }

    private final String partition;
    private final RedisTable<T> redis;
    private final ChangeFeed feed;
    private final Consumer<Replica.Event<T>> events;
    private final Losses<T> losses;
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();

    private volatile State<T> state = new State.Subscribing<>();
    private volatile boolean loaded;

    /** Where the partition is that the records are of; {@link Version#NONE} before the first load. */
    private volatile Version at = Version.NONE;

    /** Replaced as a whole by each load, so that no reader sees half of one. */
    private volatile Map<String, Snapshot<T>> records = Map.of();

    /** What was written from here and did not come back by the feed yet: newer than the records. */
    private final Map<String, Snapshot<T>> written = new ConcurrentHashMap<>();

    PartitionCopy(
            String partition, RedisTable<T> redis, ChangeFeed feed, Store<T> store, Consumer<Replica.Event<T>> events) {
        this.partition = partition;
        this.redis = redis;
        this.feed = feed;
        this.losses = new Losses<>(redis.table(), store);
        this.events = events;
    }

    void open() {
        feed.subscribe(redis.channel(partition), this);
    }

    /** Who keeps an index of the records learns that they are not followed any more. */
    void close() {
        state = new State.Closed<>();
        feed.unsubscribe(redis.channel(partition));
        records.values().forEach(record -> events.accept(new Replica.Event.Removed<>(record.id(), record.value())));
        complete();
    }

    /** May be asked from anywhere. */
    boolean following() {
        return state instanceof State.Following;
    }

    /** True since the first load; may be asked from anywhere. */
    boolean loaded() {
        return loaded;
    }

    /** The newest that is known here of a record and of the partition; may be asked from anywhere. */
    Found<T> known(String id) {
        Snapshot<T> own = written.get(id);
        Version now = at;
        return own != null && (isNews(own.version(), now) || isOtherEpoch(own.version(), now))
                ? new Found<>(own.version(), Optional.of(own))
                : new Found<>(now, Optional.ofNullable(records.get(id)));
    }

    /** This was written from here, be it as the first of a new epoch; empty for a removal. May be told from anywhere. */
    void wrote(String id, Optional<Snapshot<T>> now) {
        Version then = at;
        if (now.isEmpty()) {
            written.remove(id);
        } else if (isNews(now.get().version(), then) || isOtherEpoch(now.get().version(), then)) {
            written.merge(id, now.get(), (one, other) -> isNews(one.version(), other.version()) ? one : other);
        }
    }

    private static boolean isOtherEpoch(Version version, Version at) {
        return !version.epoch().equals(at.epoch());
    }

    private static boolean isNews(Version version, Version at) {
        return at.equals(Version.NONE) || (version.epoch().equals(at.epoch()) && version.revision() > at.revision());
    }

    /** May be read from anywhere. */
    Map<String, Snapshot<T>> records() {
        return records;
    }

    /** What was loaded once is good enough while Redis is away. */
    void whenLoaded(UniEmitter<? super Void> emitter) {
        if (loaded || state instanceof State.Closed) {
            emitter.complete(null);
        } else {
            waiting.add(emitter);
        }
    }

    @Override
    public void subscribed() {
        if (state instanceof State.Subscribing) {
            load(false);
        }
    }

    @Override
    public void lost() {
        state = new State.Subscribing<>();
    }

    @Override
    public void message(String text) {
        Announcement news;
        try {
            news = Announcement.parse(text);
        } catch (IllegalArgumentException e) {
            // Whoever sent it, something may have changed: look.
            LOG.warnf("announcement cannot be read partition=%s reason=%s", partition, e.getMessage());
            if (following()) {
                load(false);
            }
            return;
        }
        feed.published(news.publishedAt());
        if (!news.version().epoch().equals(at.epoch())) {
            losses.announced(news.id());
        }
        switch (state) {
            case State.Loading<T> loading -> loading.arrived().add(news);
            case State.Following<T> following -> {
                if (!follow(news)) {
                    load(false);
                }
            }
            case State.Restoring<T> restoring -> {}
            case State.Subscribing<T> subscribing -> {}
            case State.Closed<T> closed -> {}
        }
    }

    /** Compares with Redis and repairs what was missed; completes in any case. */
    Uni<Void> compare() {
        if (state instanceof State.Subscribing) {
            // Not confirmed in all this time: ask again.
            feed.subscribe(redis.channel(partition), this);
        }
        if (!following()) {
            return Uni.createFrom().voidItem();
        }
        written.values().removeIf(own -> isOtherEpoch(own.version(), at));
        State<T> asked = state;
        Version then = at;
        return redis.versionOf(partition)
                .onItem()
                .invoke(stored -> feed.run(() -> compared(asked, then, stored)))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** @param then where this copy was when Redis was asked: an answer that is less has gone back in time */
    private void compared(State<T> asked, Version then, Version stored) {
        if (state != asked) {
            return;
        }
        boolean forgotten = stored.equals(Version.NONE) && records.isEmpty();
        boolean moved = !stored.epoch().equals(then.epoch()) && at.equals(then);
        if (!forgotten && (moved || (stored.epoch().equals(then.epoch()) && stored.revision() < then.revision()))) {
            LOG.warnf("Redis changed under the replica partition=%s here=%s there=%s", partition, then, stored);
            load(false);
        } else if (stored.epoch().equals(at.epoch()) && stored.revision() > at.revision()) {
            // The message may only be on its way; if it has not arrived a moment later it is lost.
            feed.later(RETRY_MILLIS, () -> {
                if (state == asked && at.revision() < stored.revision()) {
                    LOG.warnf("messages lost partition=%s here=%s there=%s", partition, at, stored);
                    load(false);
                }
            });
        }
    }

    private void load(boolean restored) {
        State.Loading<T> loading = new State.Loading<>(new ArrayList<>(), restored);
        state = loading;
        feed.limited(() -> redis.load(partition))
                .subscribe()
                .with(
                        content -> feed.run(() -> {
                            if (state == loading) {
                                loaded(loading, content);
                            }
                        }),
                        failure -> feed.run(() -> loadLater(loading)));
    }

    private void loadLater(State<T> failed) {
        redis.metrics().retry();
        feed.later(RETRY_MILLIS, () -> {
            if (state == failed) {
                load(false);
            }
        });
    }

    private void loaded(State.Loading<T> loading, Content<T> content) {
        if (loading.arrived().size() > MAX_BUFFERED) {
            load(loading.restored());
            return;
        }
        if (loading.restored()) {
            accept(loading, content);
            return;
        }
        takeWritten();
        if (content.version().epoch().equals(at.epoch()) && at.isLostIn(content.version())) {
            losses.steppedBack();
            restore(List.of(() -> redis.beginEpochIfBehind(partition, at)), false);
            return;
        }
        List<Supplier<Uni<?>>> writes = losses.writes(records.values(), at, content);
        if (writes.isEmpty()) {
            accept(loading, content);
        } else {
            LOG.warnf(
                    "Redis lost data, writing it again partition=%s cached=%d written=%d here=%s there=%s",
                    partition, records.size(), writes.size(), at, content.version());
            redis.metrics().restored(writes.size());
            restore(writes, true);
        }
    }

    /** What was written from here counts as cached, whether it came back or not. */
    private void takeWritten() {
        if (loaded) {
            for (Snapshot<T> own : written.values()) {
                Snapshot<T> cached = records.get(own.id());
                if (own.version().epoch().equals(at.epoch())
                        && (cached == null || isNews(own.version(), cached.version()))) {
                    records.put(own.id(), own);
                    at = isNews(own.version(), at) ? own.version() : at;
                    events.accept(new Replica.Event.Stored<>(
                            own, Optional.ofNullable(cached).map(Snapshot::value)));
                }
            }
        }
    }

    private void restore(List<Supplier<Uni<?>>> writes, boolean complete) {
        State.Restoring<T> restoring = new State.Restoring<>();
        state = restoring;
        Multi.createFrom()
                .iterable(writes)
                .onItem()
                .transformToUni(Supplier::get)
                .merge(MAX_WRITES_IN_FLIGHT)
                .collect()
                .last()
                .subscribe()
                .with(
                        done -> feed.run(() -> {
                            if (state == restoring) {
                                load(complete);
                            }
                        }),
                        failure -> feed.run(() -> loadLater(restoring)));
    }

    /** From here on readers see the content. */
    private void accept(State.Loading<T> loading, Content<T> content) {
        Map<String, Snapshot<T>> before = records;
        losses.restored(content.version().epoch().equals(at.epoch()));
        records = new ConcurrentHashMap<>(content.records());
        at = content.version();
        written.values().removeIf(own -> !isNews(own.version(), content.version()));
        before.values().forEach(old -> {
            if (!content.records().containsKey(old.id())) {
                losses.removed(old.id(), content.version().revision());
                events.accept(new Replica.Event.Removed<>(old.id(), old.value()));
            }
        });
        content.records().values().forEach(record -> {
            Snapshot<T> old = before.get(record.id());
            if (!record.equals(old)) {
                events.accept(new Replica.Event.Stored<>(
                        record, Optional.ofNullable(old).map(Snapshot::value)));
            }
        });
        loaded = true;
        state = new State.Following<>();
        for (Announcement news : loading.arrived()) {
            if (!follow(news)) {
                load(false);
                return;
            }
        }
        complete();
    }

    private void complete() {
        waiting.forEach(emitter -> emitter.complete(null));
        waiting.clear();
    }

    /** Applies the next change; false when it is not the next one. */
    private boolean follow(Announcement news) {
        boolean begins = at.equals(Version.NONE) && news.version().revision() == 1;
        if (begins) {
            losses.begun();
        } else {
            if (!news.version().epoch().equals(at.epoch())) {
                return false;
            }
            if (news.version().revision() <= at.revision()) {
                return true; // A late one from before the load, or one that a cluster sent twice.
            }
            if (news.version().revision() != at.revision() + 1) {
                return false;
            }
        }
        if (news.removes()) {
            Snapshot<T> before = records.remove(news.id());
            at = news.version();
            dropWritten(news);
            losses.removed(news.id(), at.revision());
            if (before != null) {
                events.accept(new Replica.Event.Removed<>(news.id(), before.value()));
            }
            return true;
        }
        try {
            Snapshot<T> record = redis.read(news);
            Snapshot<T> before = records.put(news.id(), record);
            at = news.version();
            dropWritten(news);
            losses.stored(news.id());
            events.accept(new Replica.Event.Stored<>(
                    record, Optional.ofNullable(before).map(Snapshot::value)));
        } catch (RuntimeException e) {
            at = news.version();
            LOG.errorf("change left out partition=%s id=%s reason=%s", partition, news.id(), e.getMessage());
        }
        return true;
    }

    /** After the record itself is there, so that no reader goes back in time. */
    private void dropWritten(Announcement news) {
        written.computeIfPresent(news.id(), (id, own) -> isNews(own.version(), news.version()) ? own : null);
    }
}
