package io.foyer.registry.stream;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.registry.domain.node.NodeHeartbeat.ReportedStream;
import io.foyer.registry.domain.stream.StreamMerge;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what is new about a node's streams. What is known already costs nothing. */
@ApplicationScoped
public class StreamSync {
    private static final int WRITES_AT_ONCE = 32;

    private final StreamView view;
    private final StreamRecorder recorder;

    public StreamSync(StreamView view, StreamRecorder recorder) {
        this.view = view;
        this.recorder = recorder;
    }

    /** Brings the records in line with the node's own list. */
    public Uni<Void> sync(NodeRecord node, Collection<ReportedStream> reported, long now) {
        StreamMerge.Outcome outcome =
                StreamMerge.merge(node, reported, view.at(node.address()), view::endedLately, now);
        List<Uni<Boolean>> writes = new ArrayList<>();
        outcome.started().forEach(stream -> writes.add(recorder.started(stream)));
        outcome.stopped().forEach(stream -> writes.add(recorder.stopped(stream.id(), now)));
        return all(writes).replaceWithVoid();
    }

    /** Ends what the node's former process had. */
    public Uni<Void> dropLeftBehind(NodeRecord restarted, long now) {
        return end(StreamMerge.leftBehind(restarted, view.at(restarted.address())), now)
                .replaceWithVoid();
    }

    /** Ends everything at an address; answers how much that was. */
    public Uni<Long> endAll(String address, long now) {
        return end(List.copyOf(view.at(address)), now);
    }

    private Uni<Long> end(Collection<StreamRecord> streams, long now) {
        return all(streams.stream()
                .map(stream -> recorder.stopped(stream.id(), now))
                .toList());
    }

    private static Uni<Long> all(List<Uni<Boolean>> writes) {
        if (writes.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        return Multi.createFrom()
                .iterable(writes)
                .onItem()
                .transformToUni(write -> write)
                .merge(WRITES_AT_ONCE)
                .filter(done -> done)
                .collect()
                .with(Collectors.counting());
    }
}
