package io.foyer.registry.event;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.stream.StreamView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Subscribers of streams, as far as nodes report them (stream-manager-api.md 2.5). */
@ApplicationScoped
public class StreamStats {
    private final StreamView streams;
    private final NodeView nodes;

    public StreamStats(StreamView streams, NodeView nodes) {
        this.streams = streams;
        this.nodes = nodes;
    }

    /** @param aggregate one entry for each published stream with the sum over all nodes, instead of one for each node */
    List<EventJson.Stats> all(boolean aggregate) {
        return streams.all().stream()
                .filter(stream -> !aggregate || stream.published())
                .sorted(Comparator.comparing(StreamRecord::id))
                .map(stream ->
                        stats(stream, stream.role().text(), aggregate ? sum(stream.guid()) : subscribers(stream)))
                .toList();
    }

    Optional<EventJson.Stats> one(String guid) {
        return streams.copies(guid).stream()
                .filter(StreamRecord::published)
                .min(Comparator.comparing(StreamRecord::id))
                .map(stream -> stats(stream, null, sum(guid)));
    }

    private EventJson.Stats stats(StreamRecord stream, String type, int subscribers) {
        return new EventJson.Stats(
                stream.name(),
                stream.scope(),
                stream.address(),
                type,
                nodes.byAddress(stream.address()).map(NodeRecord::region).orElse(null),
                subscribers,
                stream.startTime());
    }

    private int sum(String guid) {
        Collection<StreamRecord> copies = streams.copies(guid);
        return copies.stream().mapToInt(this::subscribers).sum();
    }

    private int subscribers(StreamRecord stream) {
        return nodes.byAddress(stream.address())
                .flatMap(node -> nodes.report(node.id()))
                .map(report -> report.streamSubscribers().getOrDefault(stream.guid(), 0))
                .orElse(0);
    }
}
