package io.foyer.room.webhook;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.contract.Tables;
import io.foyer.room.Later;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes what webhooks tell, after they have been answered: in order for each stream, one write at a time, and of what
 * piles up meanwhile only the last. While Redis is away the last news of each stream waits for it. Nodes send their
 * webhooks side by side, so of two that say when it happened the later one counts, whichever came first.
 */
@ApplicationScoped
public class StreamNews {
    private static final Logger LOG = Logger.getLogger(StreamNews.class);
    private static final String SOURCE = "webhook";
    private static final int MOST_WAITING = 20_000;
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** By stream and node: what comes next, or nothing while the last one is being written. */
    private final Map<String, Pending> pending = new HashMap<>();

    private final RecentEnds ends = new RecentEnds();
    private final StreamRecorder recorder;
    private final Store<StreamRecord> store;
    private final Replica<StreamRecord> streams;
    private final Replica<NodeRecord> nodes;
    private final Clock clock;
    private final Later later;
    private final MeterRegistry metrics;

    public StreamNews(StreamRecorder recorder, SharedState state, Clock clock, Later later, MeterRegistry metrics) {
        this.recorder = recorder;
        this.store = state.store(Tables.STREAMS);
        this.streams = state.replica(Tables.STREAMS);
        this.nodes = state.replica(Tables.NODES);
        this.clock = clock;
        this.later = later;
        this.metrics = metrics;
        metrics.gaugeMapSize("foyer.room.webhooks.waiting", List.of(), pending);
    }

    private static final class Pending {
        private Step next;
    }

    /** @param at when it happened by the node's clock, if it said so */
    private record Step(OptionalLong at, Supplier<Uni<?>> write) {
        boolean isOlderThan(Step other) {
            return at.isPresent() && other.at.isPresent() && at.getAsLong() < other.at.getAsLong();
        }
    }

    void start(@Observes StartupEvent event) {
        nodes.watchAll().subscribe().with(ignored -> {});
        streams.onChange(this::seen);
    }

    /** The late news of a start may have gone to another replica, which did not hear of the end. */
    private void seen(Replica.Event<StreamRecord> event) {
        if (event instanceof Replica.Event.Stored<StreamRecord> stored) {
            StreamRecord stream = stored.snapshot().value();
            long now = clock.millis();
            if (stream.source().equals(SOURCE) && ends.endedAfter(stream.id(), stream.startTime(), now)) {
                long heardAt = Math.max(now, stream.heardAt());
                enqueue(stream.id(), new Step(OptionalLong.empty(), () -> recorder.stopped(stream.id(), heardAt)));
            }
        }
    }

    /** @param sender address the webhook came from, which stands for the node's when a registered node has it */
    public void heard(Webhook news, String sender) {
        long now = clock.millis();
        switch (news) {
            case Webhook.Published p -> {
                StreamRecord stream = new StreamRecord(
                        p.scope(), p.name(), address(p.address(), sender), p.role(), p.startTime(), now, SOURCE);
                if (ends.endedAfter(stream.id(), p.startTime(), now)) {
                    metrics.counter("foyer.room.webhooks.late").increment();
                } else {
                    enqueue(stream.id(), new Step(OptionalLong.of(p.startTime()), () -> recorder.started(stream)));
                }
            }
            case Webhook.Unpublished u -> {
                StreamRecord stream =
                        new StreamRecord(u.scope(), u.name(), address(u.address(), sender), u.role(), now, now, SOURCE);
                u.at().ifPresent(at -> ends.ended(stream.id(), at, now));
                enqueue(stream.id(), new Step(u.at(), () -> stopped(stream, u.at(), now)));
            }
            case Webhook.Ignored ignored -> {}
            case Webhook.Malformed malformed -> {}
        }
    }

    private Uni<?> stopped(StreamRecord stream, OptionalLong at, long heardAt) {
        if (!stream.address().isEmpty()) {
            return stopped(stream.id(), at, heardAt);
        }
        // The node is not known: then it must be one that has the stream now.
        List<Uni<Boolean>> all = streams.all().stream()
                .map(Snapshot::value)
                .filter(live -> live.published() && live.guid().equals(stream.guid()))
                .map(live -> stopped(live.id(), at, heardAt))
                .toList();
        return all.isEmpty()
                ? stopped(stream.id(), at, heardAt)
                : Uni.join().all(all).andFailFast();
    }

    /** A stream that began after this end is another one. */
    private Uni<Boolean> stopped(String id, OptionalLong at, long heardAt) {
        if (at.isEmpty()) {
            return recorder.stopped(id, heardAt);
        }
        return store.read(id)
                .flatMap(present -> present.isPresent() && present.get().value().startTime() > at.getAsLong()
                        ? Uni.createFrom().item(false)
                        : recorder.stopped(id, heardAt));
    }

    private String address(String said, String sender) {
        if (!said.isEmpty()) {
            return said;
        }
        boolean registered = nodes.all().stream()
                .map(Snapshot::value)
                .anyMatch(node -> sender.equals(node.address()) || sender.equals(node.privateAddress()));
        return registered ? sender : "";
    }

    private synchronized void enqueue(String id, Step step) {
        Pending waiting = pending.get(id);
        if (waiting != null) {
            if (waiting.next == null || !step.isOlderThan(waiting.next)) {
                waiting.next = step;
            }
        } else if (pending.size() >= MOST_WAITING) {
            metrics.counter("foyer.room.webhooks.dropped").increment();
            LOG.warn("webhook dropped: too many are waiting");
        } else {
            Pending first = new Pending();
            pending.put(id, first);
            run(id, first, step);
        }
    }

    private void run(String id, Pending of, Step step) {
        Uni.createFrom()
                .deferred(() -> step.write().get().replaceWithVoid())
                .subscribe()
                .with(done -> next(id, of), failure -> failed(id, of, step, failure));
    }

    private void failed(String id, Pending of, Step step, Throwable failure) {
        if (failure instanceof StateException) {
            LOG.debugf("webhook waits stream=%s reason=%s", id, failure.getMessage());
            later.run(AGAIN, () -> again(id, of, step));
        } else {
            LOG.warnf(failure, "webhook dropped stream=%s", id);
            next(id, of);
        }
    }

    private synchronized void next(String id, Pending of) {
        Step step = of.next;
        of.next = null;
        if (step == null) {
            pending.remove(id);
        } else {
            run(id, of, step);
        }
    }

    private synchronized void again(String id, Pending of, Step failed) {
        Step step = of.next == null ? failed : of.next;
        of.next = null;
        run(id, of, step);
    }
}
