package io.foyer.registry.domain.stream;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.StreamRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The list of live streams, one entry for each stream and node (stream-manager-api.md 2.4). Pages take a stream for
 * available only if an entry of type {@code edge} is there, so a published stream always gets one: an edge that may
 * serve it, or the publishing node where there is no edge.
 */
public final class StreamListing {
    private StreamListing() {}

    /** @param region of the node, or null when it is not registered */
    public record Entry(NodeRole type, StreamRecord stream, String serverAddress, String region) {}

    /**
     * @param streams all records
     * @param edges the registered edges
     * @param nodeAt finds a node by its address
     */
    public static List<Entry> list(
            Collection<StreamRecord> streams,
            Collection<NodeRecord> edges,
            Function<String, Optional<NodeRecord>> nodeAt) {
        List<NodeRecord> serving = edges.stream()
                .filter(edge -> edge.state() == NodeState.INSERVICE && !edge.sunset())
                .sorted(Comparator.comparing(NodeRecord::id))
                .toList();
        Map<String, List<StreamRecord>> byGuid = new TreeMap<>();
        for (StreamRecord stream : streams) {
            byGuid.computeIfAbsent(stream.guid(), guid -> new ArrayList<>(2)).add(stream);
        }
        List<Entry> entries = new ArrayList<>(streams.size() * 2);
        for (List<StreamRecord> copies : byGuid.values()) {
            copies.sort(Comparator.comparing(StreamRecord::role).thenComparing(StreamRecord::address));
            for (StreamRecord copy : copies) {
                entries.add(entry(copy.role(), copy, nodeAt.apply(copy.address()), copy.address()));
            }
            copies.stream()
                    .filter(StreamRecord::published)
                    .findFirst()
                    .filter(published -> copies.stream().noneMatch(copy -> copy.role() == NodeRole.EDGE))
                    .ifPresent(published -> entries.add(edgeFor(published, serving, nodeAt)));
        }
        return entries;
    }

    private static Entry edgeFor(
            StreamRecord published, List<NodeRecord> serving, Function<String, Optional<NodeRecord>> nodeAt) {
        if (serving.isEmpty()) {
            return entry(NodeRole.EDGE, published, nodeAt.apply(published.address()), published.address());
        }
        NodeRecord edge = serving.get(Math.floorMod(published.guid().hashCode(), serving.size()));
        return entry(NodeRole.EDGE, published, Optional.of(edge), edge.address());
    }

    private static Entry entry(NodeRole type, StreamRecord stream, Optional<NodeRecord> node, String address) {
        return new Entry(type, stream, address, node.map(NodeRecord::region).orElse(null));
    }
}
