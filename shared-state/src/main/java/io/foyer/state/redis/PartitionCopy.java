package io.foyer.state.redis;

import io.foyer.state.Replica;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Version;
import io.foyer.state.redis.RedisTable.Content;
import io.foyer.state.redis.RedisTable.Found;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
 * it is written again in the ordinary way ({@link LostRecords}), and only then the partition is loaded anew and readers see
 * the result; until then they see the cached records. Used on the feed's context only, except where it says otherwise.
 */
final class PartitionCopy<T> implements ChangeFeed.Listener {
    private static final Logger LOG = Logger.getLogger(PartitionCopy.class);

    /** More messages than this during one load, and loading again is cheaper than keeping them. */
    private static final int MAX_BUFFERED = 10_000;

    private static final int MAX_WRITES_IN_FLIGHT = 32;
    private static final long RETRY_MILLIS = 500;

    private sealed interface State {
        /** No message arrives yet, or any more. */
        record Subscribing() implements State {}

        /**
         * Messages arrive and wait for the content.
         *
         * @param restored true when what was lost has been written again, so the content is taken as it is
         */
        record Loading(List<Announcement> arrived, boolean restored) implements State {}

        /** What Redis lost is being written. */
        record Restoring() implements State {}

        /** Every change is applied as it arrives. */
        record Following() implements State {}

        record Closed() implements State {}
    }

    private final String partition;
    private final RedisTable<T> redis;
    private final ChangeFeed feed;
    private final LostRecords<T> lost;
    private final Consumer<Replica.Event<T>> events;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    private volatile State state = new State.Subscribing();

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
        this.lost = new LostRecords<>(redis.table(), store);
        this.events = events;
        feed.subscribe(redis.channel(partition), this);
    }

    /** Who keeps an index of the records learns that they are not followed any more. */
    void close() {
        state = new State.Closed();
        feed.unsubscribe(redis.channel(partition));
        records.values().forEach(record -> changed(record, null));
        loaded.complete(null);
    }

    /** May be asked from anywhere. */
    boolean following() {
        return state instanceof State.Following;
    }

    /** Done since the first load: what was loaded once is good enough while Redis is away. May be asked from anywhere. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /** The newest that is known here of a record and of the partition; may be asked from anywhere. */
    Found<T> known(String id) {
        Snapshot<T> own = written.get(id);
        Version now = at;
        return own != null && !now.includes(own.version())
                ? new Found<>(own.version(), Optional.of(own))
                : new Found<>(now, Optional.ofNullable(records.get(id)));
    }

    /** This was written from here, be it as the first of a new epoch; empty for a removal. May be told from anywhere. */
    void wrote(String id, Optional<Snapshot<T>> now) {
        if (now.isEmpty()) {
            written.remove(id);
        } else if (!at.includes(now.get().version())) {
            written.merge(id, now.get(), (one, other) -> one.version().includes(other.version()) ? one : other);
        }
    }

    /** May be read from anywhere. */
    Map<String, Snapshot<T>> records() {
        return records;
    }

    @Override
    public void subscribed() {
        if (state instanceof State.Subscribing) {
            load(false);
        }
    }

    @Override
    public void lost() {
        state = new State.Subscribing();
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
            lost.announced(news.id());
        }
        switch (state) {
            case State.Loading loading -> loading.arrived().add(news);
            case State.Following following -> follow(List.of(news));
            case State.Restoring _, State.Subscribing _, State.Closed _ -> {}
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
        written.values().removeIf(own -> !own.version().epoch().equals(at.epoch()));
        State asked = state;
        Version then = at;
        return redis.versionOf(partition)
                .invoke(stored -> feed.run(ifStill(asked, () -> compared(then, stored))))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** @param then where this copy was when Redis was asked: an answer that is less has gone back in time */
    private void compared(Version then, Version stored) {
        boolean behind = stored.epoch().equals(then.epoch()) ? stored.revision() < then.revision() : at.equals(then);
        boolean forgotten = stored.equals(Version.NONE) && records.isEmpty();
        if (behind && !forgotten) {
            LOG.warnf("Redis changed under the replica partition=%s here=%s there=%s", partition, then, stored);
            load(false);
        } else if (stored.includes(at) && !at.includes(stored)) {
            // The message may only be on its way; if it has not arrived a moment later it is lost.
            feed.later(RETRY_MILLIS, ifStill(state, () -> {
                if (at.revision() < stored.revision()) {
                    LOG.warnf("messages lost partition=%s here=%s there=%s", partition, at, stored);
                    load(false);
                }
            }));
        }
    }

    private void load(boolean restored) {
        State.Loading loading = new State.Loading(new ArrayList<>(), restored);
        enter(loading, feed.limited(redis.load(partition)), content -> loaded(loading, content));
    }

    /** Goes on with the outcome of the work unless the state has changed meanwhile; loads later if the work failed. */
    private <R> void enter(State during, Uni<R> work, Consumer<R> next) {
        state = during;
        work.subscribe().with(outcome -> feed.run(ifStill(during, () -> next.accept(outcome))), failure -> {
            redis.metrics().retries().increment();
            feed.later(RETRY_MILLIS, ifStill(during, () -> load(false)));
        });
    }

    private Runnable ifStill(State expected, Runnable work) {
        return () -> {
            if (state == expected) {
                work.run();
            }
        };
    }

    private void loaded(State.Loading loading, Content<T> content) {
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
            lost.steppedBack();
            enter(new State.Restoring(), redis.beginEpochIfBehind(partition, at), done -> load(false));
            return;
        }
        List<Uni<?>> changes = lost.changes(at, records.values(), content);
        if (changes.isEmpty()) {
            accept(loading, content);
            return;
        }
        LOG.warnf(
                "Redis lost data, writing it again partition=%s cached=%d written=%d here=%s there=%s",
                partition, records.size(), changes.size(), at, content.version());
        redis.metrics().restored().increment(changes.size());
        Uni<?> all = Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUni(change -> change)
                .merge(MAX_WRITES_IN_FLIGHT)
                .collect()
                .last();
        enter(new State.Restoring(), all, done -> load(true));
    }

    /** What was written from here counts as cached, whether it came back or not. */
    private void takeWritten() {
        for (Snapshot<T> own : written.values()) {
            Snapshot<T> cached = records.get(own.id());
            boolean sameEpoch = own.version().epoch().equals(at.epoch());
            if (sameEpoch && (cached == null || !cached.version().includes(own.version()))) {
                records.put(own.id(), own);
                at = at.includes(own.version()) ? at : own.version();
                changed(cached, own);
            }
        }
    }

    /** From here on readers see the content. */
    private void accept(State.Loading loading, Content<T> content) {
        Version now = content.version();
        Map<String, Snapshot<T>> before = records;
        lost.nothingLost(!now.epoch().equals(at.epoch()));
        records = new ConcurrentHashMap<>(content.records());
        at = now;
        written.values().removeIf(own -> !now.equals(Version.NONE) && !isLater(own, now));
        before.values().forEach(old -> {
            if (!content.records().containsKey(old.id())) {
                lost.removed(old.id(), now.revision());
                changed(old, null);
            }
        });
        content.records().values().forEach(record -> {
            Snapshot<T> old = before.get(record.id());
            if (!record.equals(old)) {
                changed(old, record);
            }
        });
        state = new State.Following();
        if (follow(loading.arrived())) {
            loaded.complete(null);
        }
    }

    private static boolean isLater(Snapshot<?> record, Version version) {
        return record.version().includes(version) && !version.includes(record.version());
    }

    /** Applies changes in order; at a gap all is loaded again. */
    private boolean follow(List<Announcement> arrived) {
        boolean gapless = arrived.stream().allMatch(this::apply);
        if (!gapless) {
            load(false);
        }
        return gapless;
    }

    /** Applies the next change; false when it is not the next one. */
    private boolean apply(Announcement news) {
        Version next = news.version();
        if (at.includes(next)) {
            return true; // A late one from before the load, or one that a cluster sent twice.
        }
        if (at.equals(Version.NONE) && next.revision() == 1) {
            lost.nothingLost(false);
        } else if (!next.equals(new Version(at.epoch(), at.revision() + 1))) {
            return false;
        }
        String id = news.id();
        Optional<Snapshot<T>> record = news.removes() ? Optional.empty() : redis.read(news);
        if (record.isEmpty() && !news.removes()) {
            at = next;
            return true;
        }
        Snapshot<T> before = record.isEmpty() ? records.remove(id) : records.put(id, record.get());
        at = next;
        // After the record itself is there, so that no reader goes back in time.
        written.computeIfPresent(id, (same, own) -> isLater(own, next) ? own : null);
        if (record.isEmpty()) {
            lost.removed(id, next.revision());
        } else {
            lost.stored(id);
        }
        changed(before, record.orElse(null));
        return true;
    }

    /** Tells the listeners; either may be null, for none. */
    private void changed(Snapshot<T> before, Snapshot<T> now) {
        if (now != null) {
            events.accept(
                    new Replica.Event.Stored<>(now, Optional.ofNullable(before).map(Snapshot::value)));
        } else if (before != null) {
            events.accept(new Replica.Event.Removed<>(before.id(), before.value()));
        }
    }
}
