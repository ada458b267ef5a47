package io.foyer.room.webhook;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.contract.Tables;
import io.foyer.room.Later;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
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
import org.jboss.logging.Logger;

/**
 * Writes what webhooks tell, after they have been answered: in order for each stream, one write at a time, and of what
 * piles up meanwhile only the last. While Redis is away the last news of each stream waits for it.
 */
@ApplicationScoped
public class StreamNews {
    private static final Logger LOG = Logger.getLogger(StreamNews.class);
    private static final int MOST_WAITING = 20_000;
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** By stream and node: what comes next, or nothing while the last one is being written. */
    private final Map<String, Pending> pending = new HashMap<>();

    private final StreamRecorder recorder;
    private final Replica<StreamRecord> streams;
    private final Replica<NodeRecord> nodes;
    private final Clock clock;
    private final Later later;
    private final MeterRegistry metrics;

    public StreamNews(StreamRecorder recorder, SharedState state, Clock clock, Later later, MeterRegistry metrics) {
        this.recorder = recorder;
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

    private interface Step {
        Uni<?> run();
    }

    void start(@Observes StartupEvent event) {
        nodes.watchAll().subscribe().with(ignored -> {});
    }

    /** @param sender address the webhook came from, which stands for the node's when a registered node has it */
    public void heard(Webhook news, String sender) {
        long now = clock.millis();
        switch (news) {
            case Webhook.Published p -> {
                StreamRecord stream = new StreamRecord(
                        p.scope(), p.name(), address(p.address(), sender), p.role(), p.startTime(), now, "webhook");
                enqueue(stream.id(), () -> recorder.started(stream));
            }
            case Webhook.Unpublished u -> {
                StreamRecord stream = new StreamRecord(
                        u.scope(), u.name(), address(u.address(), sender), u.role(), now, now, "webhook");
                enqueue(stream.id(), () -> stopped(stream, now));
            }
            case Webhook.Ignored ignored -> {}
            case Webhook.Malformed malformed -> {}
        }
    }

    private Uni<?> stopped(StreamRecord stream, long heardAt) {
        if (!stream.address().isEmpty()) {
            return recorder.stopped(stream.id(), heardAt);
        }
        // The node is not known: then it must be one that has the stream now.
        List<Uni<Boolean>> all = streams.all().stream()
                .map(Snapshot::value)
                .filter(live -> live.published() && live.guid().equals(stream.guid()))
                .map(live -> recorder.stopped(live.id(), heardAt))
                .toList();
        return all.isEmpty()
                ? recorder.stopped(stream.id(), heardAt)
                : Uni.join().all(all).andFailFast();
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
            waiting.next = step;
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
                .deferred(() -> step.run().replaceWithVoid())
                .subscribe()
                .with(done -> next(id, of), failure -> {
                    LOG.debugf("webhook waits stream=%s reason=%s", id, failure.getMessage());
                    later.run(AGAIN, () -> again(id, of, step));
                });
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
