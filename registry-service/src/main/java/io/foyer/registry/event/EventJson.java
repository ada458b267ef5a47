package io.foyer.registry.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.foyer.contract.NodeRecord;
import io.foyer.registry.domain.stream.StreamListing;

/** What the {@code event} calls answer (stream-manager-api.md 2). */
final class EventJson {
    private EventJson() {}

    /** @param scope without a leading slash, everywhere */
    record Place(String name, String scope, String serverAddress, String region) {
        static Place of(String name, String scope, NodeRecord node) {
            return new Place(name, scope, node.address(), node.region());
        }
    }

    /** @param region null when the node is not registered */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Listed(String type, String name, String scope, String serverAddress, String region) {
        static Listed of(StreamListing.Entry entry) {
            return new Listed(
                    entry.type().text(),
                    entry.stream().name(),
                    entry.stream().scope(),
                    entry.serverAddress(),
                    entry.region());
        }
    }

    /**
     * @param type null in the answer for a single stream
     * @param startTime epoch milliseconds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stats(
            String name,
            String scope,
            String serverAddress,
            String type,
            String region,
            int currentSubscribers,
            long startTime) {}

    record Cleared(int count, long timestamp) {}
}
