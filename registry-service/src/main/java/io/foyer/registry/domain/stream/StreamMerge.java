package io.foyer.registry.domain.stream;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.domain.node.NodeHeartbeat.ReportedStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings what a node reports together with what webhooks said (nodes.md 4): the union of both; what a webhook said is
 * believed against the node's list for the first 45 s, because the list may have been made before.
 */
public final class StreamMerge {
    public static final Duration WEBHOOK_WINS = Duration.ofSeconds(45);

    /** Source of records made from a node's report. */
    public static final String HEARTBEAT = "heartbeat";

    /** Source of records made from a webhook. */
    public static final String WEBHOOK = "webhook";

    private StreamMerge() {}

    /** A stream that ended a moment ago. */
    public record Ended(StreamRecord stream, long at) {}

    /** What has to be written. */
    public record Outcome(List<StreamRecord> started, List<StreamRecord> stopped) {}

    /**
     * @param reported all streams the node says it has
     * @param known all streams recorded for its address
     * @param lately how to look up by record id what ended here lately
     */
    public static Outcome merge(
            NodeRecord node,
            Collection<ReportedStream> reported,
            Collection<StreamRecord> known,
            Function<String, Optional<Ended>> lately,
            long now) {
        Map<String, StreamRecord> missing = new HashMap<>();
        known.forEach(stream -> missing.put(stream.guid(), stream));
        List<StreamRecord> started = new ArrayList<>();
        for (ReportedStream stream : reported) {
            StreamRecord present = missing.remove(stream.guid());
            if (present != null && present.startTime() >= stream.startTime()) {
                continue;
            }
            StreamRecord record = new StreamRecord(
                    stream.scope(), stream.name(), node.address(), node.role(), stream.startTime(), now, HEARTBEAT);
            if (present != null || !endedLately(record, node, lately, now)) {
                started.add(record);
            }
        }
        List<StreamRecord> stopped = missing.values().stream()
                .filter(stream -> !(stream.source().equals(WEBHOOK)
                        && now - stream.heardAt() < WEBHOOK_WINS.toMillis()
                        && stream.startTime() >= node.launchTime()))
                .toList();
        return new Outcome(started, stopped);
    }

    /** What a process that started anew cannot have any more: all that began before it. */
    public static List<StreamRecord> leftBehind(NodeRecord restarted, Collection<StreamRecord> known) {
        return known.stream()
                .filter(stream -> stream.startTime() < restarted.launchTime())
                .toList();
    }

    private static boolean endedLately(
            StreamRecord stream, NodeRecord node, Function<String, Optional<Ended>> lately, long now) {
        return lately.apply(stream.id())
                // What ended because the node was taken for gone is back when the node is.
                .filter(ended -> ended.at() >= node.stateSince())
                .filter(ended -> now - ended.at() < WEBHOOK_WINS.toMillis())
                .filter(ended -> stream.startTime() <= ended.stream().startTime())
                .isPresent();
    }
}
