package io.foyer.state.redis;

import io.foyer.state.Snapshot;
import io.foyer.state.Version;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The local copy of one partition.
 *
 * <pre>
 *   UNSUBSCRIBED --subscribed--> LOADING --loaded--> FOLLOWING --gap, other epoch, behind the store--> LOADING
 *        ^                        |   ^                 |
 *        |                        |   +--failed: again--+
 *        +------ feed lost -------+---------------------+
 * </pre>
 *
 * <p>Revisions of a partition are gapless, so a message that is not the next one proves a loss. What is loaded after a
 * (new) subscription replaces what was known, even when its revision is lower: the store may have come back older, and
 * the store is right. A partition that is gone, or of another epoch that does not descend from the one held here, was
 * lost by the store: what is held is put back before it is loaded. Used on the feed's context only.
 */
final class PartitionCopy<T> implements ChangeFeed.Listener {
    private static final Logger LOG = Logger.getLogger(PartitionCopy.class);

    /** More messages than this during one load, and loading again is cheaper than keeping them. */
    private static final int MAX_BUFFERED = 10_000;

    private static final long RETRY_MILLIS = 500;

    private final String partition;
    private final RecordAccess<T> access;
    private final ChangeFeed feed;
    private final HeldRecords<T> held;
    private final List<Announcement> buffer = new ArrayList<>();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private Lineage lineage = Lineage.NONE;
    private Uni<Void> puttingBack;
    private boolean subscribed;
    private boolean loading;
    private boolean overflowed;
    private boolean closed;
    private volatile boolean following;

    /** What is held here; null before the first load. */
    private volatile Version at;

    /** The latest epoch that has everything that is held here of an earlier one. */
    private volatile String settledIn = "";

    PartitionCopy(String partition, RecordAccess<T> access, ChangeFeed feed, HeldRecords<T> held) {
        this.partition = partition;
        this.access = access;
        this.feed = feed;
        this.held = held;
    }

    void open() {
        feed.subscribe(access.channel(partition), this);
    }

    void close() {
        closed = true;
        following = false;
        feed.unsubscribe(access.channel(partition));
        held.forget();
        waiting.forEach(emitter -> emitter.complete(null));
    }

    boolean following() {
        return following;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** What was loaded once is good enough while Redis is away. */
    void whenLoaded(UniEmitter<? super Void> emitter) {
        if (at != null || closed) {
            emitter.complete(null);
        } else {
            waiting.add(emitter);
        }
    }

    @Override
    public void subscribed() {
        subscribed = true;
        load();
    }

    @Override
    public void lost() {
        subscribed = false;
        following = false;
    }

    @Override
    public void message(String text) {
        Announcement news;
        try {
            news = Announcement.parse(text);
        } catch (IllegalArgumentException e) {
            // Whoever sent it, something may have changed: look.
            LOG.warnf("announcement cannot be read partition=%s reason=%s", partition, e.getMessage());
            load();
            return;
        }
        if (loading) {
            buffer(news);
        } else if (following && !follow(news)) {
            load();
        }
    }

    /** True when what is held here may be missing in a partition of this epoch; may be asked from anywhere. */
    boolean mayMissIn(String epoch) {
        Version held = at;
        return held != null
                && !held.epoch().isEmpty()
                && !held.epoch().equals(epoch)
                && (epoch.isEmpty() || !settledIn.equals(epoch));
    }

    /** Completes when the store has what is held here; one at a time, shared by all who ask meanwhile. */
    Uni<Void> putBack() {
        if (held.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (puttingBack == null) {
            puttingBack = new PutBack<>(partition, access, at, lineage, held.all())
                    .run()
                    .invoke(epoch -> settledIn = epoch)
                    .replaceWithVoid()
                    .onTermination()
                    .invoke(() -> feed.context().runOnContext(ignored -> puttingBack = null))
                    .memoize()
                    .indefinitely();
        }
        return puttingBack;
    }

    /** Compares with the store and repairs what was missed; completes in any case. */
    Uni<Void> compare() {
        if (!following) {
            if (!loading) {
                load();
            }
            return Uni.createFrom().voidItem();
        }
        Version asked = at;
        return access.revisionOf(partition)
                .onItem()
                .invoke(stored -> feed.context().runOnContext(ignored -> compared(asked, stored)))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** @param asked where this copy was when the store was asked: a store that answers less went back in time */
    private void compared(Version asked, Optional<Version> stored) {
        if (!following || loading || closed) {
            return;
        }
        boolean same = stored.isEmpty() ? held.isEmpty() : stored.get().epoch().equals(at.epoch());
        long revision = stored.map(Version::revision).orElse(0L);
        boolean wentBack = same && stored.isPresent() && revision < asked.revision();
        boolean behind = same && revision > at.revision();
        if (!same || wentBack) {
            LOG.warnf("store changed under the replica partition=%s here=%s there=%s", partition, at, stored);
            load();
        } else if (behind) {
            recheckSoon(revision);
        }
    }

    /** The message may only be on its way; if it has not arrived a moment later it is lost. */
    private void recheckSoon(long revision) {
        feed.context().owner().setTimer(RETRY_MILLIS, ignored -> feed.context().runOnContext(again -> {
            if (following && !loading && !closed && at.revision() < revision) {
                LOG.warnf("messages lost partition=%s here=%d there=%d", partition, at.revision(), revision);
                load();
            }
        }));
    }

    private void buffer(Announcement news) {
        if (buffer.size() < MAX_BUFFERED) {
            buffer.add(news);
        } else {
            overflowed = true;
        }
    }

    private void load() {
        if (closed || !subscribed) {
            return;
        }
        if (loading) {
            // A load that began on an earlier subscription may have missed messages in between: do it again.
            overflowed = true;
            return;
        }
        loading = true;
        overflowed = false;
        buffer.clear();
        access.load(partition)
                .subscribe()
                .with(content -> feed.context().runOnContext(ignored -> loaded(content)), failure -> feed.context()
                        .runOnContext(ignored -> loadAgain()));
    }

    private void loadAgain() {
        loading = false;
        feed.context().owner().setTimer(RETRY_MILLIS, ignored -> feed.context().runOnContext(again -> {
            if (!loading) {
                load();
            }
        }));
    }

    private void loaded(RecordAccess.Content<T> content) {
        loading = false;
        if (closed || !subscribed) {
            return;
        }
        if (overflowed) {
            load();
            return;
        }
        if (!held.isEmpty()
                && !at.epoch().equals(content.version().epoch())
                && !content.lineage().covers(at)) {
            putBackThenLoad();
            return;
        }
        held.replaceAll(content.records());
        lineage = content.lineage();
        at = content.version();
        following = true;
        for (Announcement news : List.copyOf(buffer)) {
            if (!follow(news)) {
                load();
                return;
            }
        }
        buffer.clear();
        waiting.forEach(emitter -> emitter.complete(null));
        waiting.clear();
    }

    private void putBackThenLoad() {
        loading = true;
        putBack()
                .subscribe()
                .with(
                        done -> feed.context().runOnContext(ignored -> {
                            loading = false;
                            load();
                        }),
                        failure -> feed.context().runOnContext(ignored -> loadAgain()));
    }

    /** Applies the next change; false when it is not the next one. */
    private boolean follow(Announcement news) {
        boolean begins = at.epoch().isEmpty() && news.version().revision() == 1;
        if (!begins) {
            if (!news.version().epoch().equals(at.epoch())) {
                return false;
            }
            if (news.version().revision() <= at.revision()) {
                return true;
            }
            if (news.version().revision() != at.revision() + 1) {
                return false;
            }
        }
        at = news.version();
        if (news.removes()) {
            held.remove(news.id());
        } else {
            try {
                T value = access.codec().read(news.id(), news.json());
                held.put(new Snapshot<>(news.id(), news.version(), value));
            } catch (RuntimeException e) {
                LOG.errorf("change left out partition=%s id=%s reason=%s", partition, news.id(), e.getMessage());
            }
        }
        return true;
    }
}
