package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.foyer.state.Snapshot;
import java.util.Collection;

/**
 * One stream on one node: that it is live, or for a minute after its end, that it was. Written through
 * {@link StreamRecorder} only.
 *
 * @param scope application and rooms without outer slashes, {@code live/room1_wr}
 * @param name the last segment of the guid
 * @param address of the node; empty when a webhook did not say and the sender is no registered node
 * @param role of the node at the time
 * @param startTime epoch milliseconds by the node's clock, or as the service received the event
 * @param heardAt when the service received the event that this record was made from, epoch milliseconds by the store's clock
 * @param source {@code webhook}, {@code heartbeat} or {@code poll}
 * @param presence of the publisher in the conference, which this stream may continue; it ends with the stream
 * @param nodeTime when the last event happened by the node's clock, epoch milliseconds; 0 if the node did not say
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record StreamRecord(
        String scope,
        String name,
        String address,
        NodeRole role,
        long startTime,
        long heardAt,
        String source,
        Presence presence,
        long nodeTime) {
    public StreamRecord {
        presence = presence == null ? Presence.began(heardAt) : presence;
    }

    /** A stream that began as the service heard of it. */
    public StreamRecord(
            String scope, String name, String address, NodeRole role, long startTime, long heardAt, String source) {
        this(scope, name, address, role, startTime, heardAt, source, Presence.began(heardAt), 0);
    }

    /** {@code scope/name}: the stream, wherever it is. */
    public String guid() {
        return scope.isEmpty() ? name : scope + "/" + name;
    }

    /** The key of the record: {@code guid@address}. */
    public String id() {
        return guid() + "@" + address;
    }

    public boolean live() {
        return presence.lasts();
    }

    /** True for the copy that the publisher feeds, false for those on edges and relays and for a mixer's own. */
    public boolean published() {
        return role == NodeRole.ORIGIN || role == NodeRole.TRANSCODER;
    }

    /** The same event with the time of the node. */
    public StreamRecord atNodeTime(long millis) {
        return new StreamRecord(scope, name, address, role, startTime, heardAt, source, presence, millis);
    }

    /** The same event at another node. */
    public StreamRecord at(String otherAddress) {
        return new StreamRecord(scope, name, otherAddress, role, startTime, heardAt, source, presence, nodeTime);
    }

    StreamRecord ended(long now, long eventNodeTime) {
        return new StreamRecord(
                scope,
                name,
                address,
                role,
                startTime,
                now,
                source,
                presence.ended(now),
                Math.max(nodeTime, eventNodeTime));
    }

    /** The same stream as the continuation of what the name was in its conference before. */
    StreamRecord continuing(Collection<Snapshot<StreamRecord>> before) {
        Presence earlier = before.stream()
                .map(Snapshot::value)
                .filter(StreamRecord::published)
                .map(StreamRecord::presence)
                .reduce(null, Presence::better);
        return earlier == null
                ? this
                : new StreamRecord(
                        scope, name, address, role, startTime, heardAt, source, presence.continuing(earlier), nodeTime);
    }
}
