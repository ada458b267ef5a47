package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One stream on one node. Written by whoever hears of it first, through {@link StreamRecorder}.
 *
 * @param scope application and rooms without outer slashes, {@code live/room1_wr}
 * @param name the last segment of the guid
 * @param address of the node; empty when a webhook did not say and the sender is no registered node
 * @param role of the node at the time
 * @param startTime epoch milliseconds
 * @param heardAt when the news came that this record was made from, epoch milliseconds
 * @param source {@code webhook}, {@code heartbeat} or {@code poll}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamRecord(
        String scope, String name, String address, NodeRole role, long startTime, long heardAt, String source) {

    /** {@code scope/name}: the stream, wherever it is. */
    public String guid() {
        return scope.isEmpty() ? name : scope + "/" + name;
    }

    /** The key of the record: {@code guid@address}. */
    public String id() {
        return guid() + "@" + address;
    }

    /** True for the copy that the publisher feeds, false for those on edges and relays and for a mixer's own. */
    public boolean published() {
        return role == NodeRole.ORIGIN || role == NodeRole.TRANSCODER;
    }
}
