package io.foyer.state.redis;

import io.foyer.state.Snapshot;
import io.foyer.state.Version;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The local copy of one partition.
 *
 * <pre>
 *   UNSUBSCRIBED --subscribed--> LOADING --loaded--> FOLLOWING --gap, other epoch, behind the store--> LOADING
 *        ^                          |  ^                |
 *        |                          |  +--failed: again-+
 *        +------------- feed lost, until subscribed again
 * </pre>
 *
 * <p>Revisions of a partition are gapless, so a message that is not the next one proves a loss. What is loaded after a
 * (new) subscription replaces what was known, even when its revision is lower: the store may have come back older, and
 * the store is right. If the partition is gone altogether while records are held here, the store lost it; the records are
 * put back. Used on the feed's context only.
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
    private Version at;
    private boolean subscribed;
    private boolean loading;
    private boolean overflowed;
    private boolean closed;
    private volatile boolean following;

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

    void whenLoaded(UniEmitter<? super Void> emitter) {
        if (following || closed) {
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

    /** Compares with the store and repairs what was missed; completes in any case. */
    Uni<Void> compare() {
        if (!following) {
            if (subscribed && !loading) {
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
        if (closed) {
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
        if (!closed) {
            feed.context().owner().setTimer(RETRY_MILLIS, ignored -> feed.context()
                    .runOnContext(again -> {
                        if (!loading) {
                            load();
                        }
                    }));
        }
    }

    private void loaded(Optional<RecordAccess.Content<T>> content) {
        loading = false;
        if (closed) {
            return;
        }
        if (overflowed) {
            load();
            return;
        }
        if (content.isEmpty() && !held.isEmpty()) {
            restore();
            return;
        }
        Version version = content.map(RecordAccess.Content::version).orElse(new Version("", 0));
        held.replaceAll(content.map(RecordAccess.Content::records).orElse(Map.of()));
        at = version;
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

    /** Puts back what the store lost. Several replicas may do so; for each record the first one wins. */
    private void restore() {
        LOG.warnf(
                "store lost a partition, putting it back partition=%s records=%d",
                partition, held.all().size());
        loading = true;
        List<Uni<RecordAccess.Outcome<T>>> writes = new ArrayList<>();
        held.all()
                .forEach(
                        record -> writes.add(access.write(record.id(), Optional.empty(), Optional.of(record.value()))));
        Uni.join()
                .all(writes)
                .usingConcurrencyOf(16)
                .andFailFast()
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
