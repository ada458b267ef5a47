package io.foyer.registry.domain.node;

import java.util.Map;

/**
 * What a node said of its load, and when it was last heard. It is replaced with every sign of life and kept apart from
 * the node's record, which only changes when something changes that others rely on.
 *
 * @param heardAt epoch milliseconds by the clock of the replica that heard it
 * @param launchTime of the process that reported
 * @param freeMemoryMb or null when not reported
 * @param cpu share of all cores from 0 to 1, or null when not reported
 * @param streamSubscribers subscribers by guid, those without any left out
 */
public record NodeReport(
        long heardAt,
        long launchTime,
        int connections,
        int publishers,
        int subscribers,
        Integer freeMemoryMb,
        Double cpu,
        Map<String, Integer> streamSubscribers) {

    public NodeReport {
        streamSubscribers = streamSubscribers == null ? Map.of() : Map.copyOf(streamSubscribers);
    }

    /** A node of which only the time is known at which it was heard. */
    public static NodeReport alive(long heardAt) {
        return new NodeReport(heardAt, 0, 0, 0, 0, null, null, Map.of());
    }
}
