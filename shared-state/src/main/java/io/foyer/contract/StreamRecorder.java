package io.foyer.contract;

import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one rule that turns events of a stream into its record, whichever service received them. Repeated, late and reordered
 * events do no harm: of two that say when they happened by the node's clock the later one counts, otherwise the one that was
 * received later by the store's clock. The end of a stream is remembered in its record for a minute, for events that come
 * late and for publishers who come back.
 */
@ApplicationScoped
public class StreamRecorder {
    private static final long SWEEP_MILLIS = 10_000;
    private static final int REMOVED_AT_ONCE = 32;

    private final SharedState state;
    private final Store<StreamRecord> streams;
    private final LiveStreams known;
    private final Vertx vertx;
    private final AtomicLong lastReceived = new AtomicLong();

    public StreamRecorder(SharedState state, LiveStreams known, Vertx vertx) {
        this.state = state;
        this.streams = state.store(Tables.STREAMS);
        this.known = known;
        this.vertx = vertx;
    }

    /** A random half of the pause keeps replicas from sweeping in step. */
    void start(@Observes StartupEvent event) {
        long pause = SWEEP_MILLIS + ThreadLocalRandom.current().nextLong(SWEEP_MILLIS);
        vertx.setPeriodic(pause, ignored -> sweep());
    }

    /**
     * The time of an event that is received now, epoch milliseconds by the store's clock. No two events of one replica have the
     * same: of a start and an end within a millisecond the later one counts.
     */
    public long received() {
        return lastReceived.updateAndGet(last -> Math.max(last + 1, state.now()));
    }

    /** The stream is live on this node. Answers whether that was new. */
    public Uni<Boolean> started(StreamRecord event) {
        return streams.change(event.id(), present -> {
            if (present.isPresent() && !isNewStart(event, present.get())) {
                return Change.keep(false);
            }
            StreamRecord live = event.continuing(known.ofName(event.scope(), event.name()));
            return Change.put(live, present.isEmpty() || !present.get().live());
        });
    }

    private static boolean isNewStart(StreamRecord event, StreamRecord present) {
        if (event.nodeTime() > 0 && present.nodeTime() > 0) {
            return event.nodeTime() > present.nodeTime() || (!present.live() && event.nodeTime() == present.nodeTime());
        }
        if (present.heardAt() >= event.heardAt()) {
            return false;
        }
        return !present.live() || event.startTime() > present.startTime();
    }

    /** The stream ended on this node. Answers whether that was new. */
    public Uni<Boolean> stopped(String id, long heardAt) {
        return streams.change(id, present -> {
            if (present.isEmpty() || !present.get().live() || present.get().heardAt() > heardAt) {
                return Change.keep(false);
            }
            return Change.put(present.get().ended(heardAt, 0), true);
        });
    }

    /**
     * The same for an event that may say when it happened: it is remembered even if the stream is not known, because the event
     * of its start may come later.
     */
    public Uni<Boolean> stopped(StreamRecord event) {
        if (event.nodeTime() == 0) {
            return stopped(event.id(), event.heardAt());
        }
        return streams.change(event.id(), present -> {
            if (present.isEmpty()) {
                return Change.put(event.ended(event.heardAt(), event.nodeTime()), false);
            }
            StreamRecord stream = present.get();
            boolean older =
                    stream.nodeTime() > 0 ? stream.nodeTime() > event.nodeTime() : stream.heardAt() > event.heardAt();
            return older
                    ? Change.keep(false)
                    : Change.put(stream.ended(event.heardAt(), event.nodeTime()), stream.live());
        });
    }

    private void sweep() {
        long before = state.now() - Presence.REMEMBERED_MILLIS;
        List<Snapshot<StreamRecord>> old = known.endedBefore(before);
        Multi.createFrom()
                .iterable(old)
                .onItem()
                .transformToUni(streams::removeIfStill)
                .merge(REMOVED_AT_ONCE)
                .onFailure(StateException.class)
                .recoverWithCompletion()
                .subscribe()
                .with(removed -> {});
    }
}
