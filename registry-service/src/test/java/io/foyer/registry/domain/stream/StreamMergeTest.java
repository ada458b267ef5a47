package io.foyer.registry.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.domain.Some;
import io.foyer.registry.domain.node.NodeHeartbeat.ReportedStream;
import io.foyer.registry.domain.stream.StreamMerge.Ended;
import io.foyer.registry.domain.stream.StreamMerge.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamMergeTest {
    private static final NodeRecord NODE = Some.origin("1");
    private static final long START = Some.LAUNCH + 1_000;
    private static final long NOW = START + 100_000;
    private final Map<String, Ended> ended = new HashMap<>();

    @Test
    void whatIsNewIsStarted() {
        Outcome outcome = merge(List.of(reported("alice", START)), List.of());
        assertThat(outcome.started())
                .containsExactly(
                        new StreamRecord("live/room1", "alice", NODE.address(), NODE.role(), START, NOW, "heartbeat"));
        assertThat(outcome.stopped()).isEmpty();
    }

    @Test
    void whatIsKnownCostsNothing() {
        Outcome outcome = merge(List.of(reported("alice", START)), List.of(known("alice", START, NOW, "webhook")));
        assertThat(outcome).isEqualTo(new Outcome(List.of(), List.of()));
    }

    @Test
    void aRestartedStreamIsStartedAnew() {
        Outcome outcome =
                merge(List.of(reported("alice", START + 5)), List.of(known("alice", START, NOW, "heartbeat")));
        assertThat(outcome.started()).hasSize(1);
        assertThat(outcome.stopped()).isEmpty();
    }

    @Test
    void whatTheNodeDoesNotListAnyMoreIsStopped() {
        StreamRecord gone = known("alice", START, NOW - 1, "heartbeat");
        assertThat(merge(List.of(), List.of(gone)).stopped()).containsExactly(gone);
    }

    @Test
    void aWebhookIsBelievedForFortyFiveSeconds() {
        StreamRecord fresh = known("alice", START, NOW - 44_999, "webhook");
        StreamRecord old = known("bob", START, NOW - 45_000, "webhook");
        assertThat(merge(List.of(), List.of(fresh, old)).stopped()).containsExactly(old);
    }

    @Test
    void aWebhookFromBeforeTheLaunchIsNotBelieved() {
        StreamRecord before = known("alice", Some.LAUNCH - 1, NOW, "webhook");
        assertThat(merge(List.of(), List.of(before)).stopped()).containsExactly(before);
        assertThat(StreamMerge.leftBehind(NODE, List.of(before, known("bob", START, NOW, "webhook"))))
                .containsExactly(before);
    }

    @Test
    void anOldListDoesNotBringBackWhatJustEnded() {
        endedAgo("alice", 44_999);
        assertThat(merge(List.of(reported("alice", START)), List.of()).started())
                .isEmpty();
        assertThat(merge(List.of(reported("alice", START + 1)), List.of()).started())
                .hasSize(1);
        endedAgo("alice", 45_000);
        assertThat(merge(List.of(reported("alice", START)), List.of()).started())
                .hasSize(1);
    }

    @Test
    void whatEndedBecauseTheNodeWasTakenForGoneIsBackWithTheNode() {
        endedAgo("alice", 1_000);
        NodeRecord back = new NodeRecord(
                NODE.id(),
                NODE.role(),
                NODE.address(),
                null,
                5080,
                false,
                NODE.region(),
                NODE.group(),
                NODE.state(),
                NOW - 500,
                false,
                100,
                NODE.launchTime(),
                List.of(),
                "default",
                "1",
                Map.of(),
                NODE.sources());
        assertThat(StreamMerge.merge(back, List.of(reported("alice", START)), List.of(), this::lately, NOW)
                        .started())
                .hasSize(1);
    }

    private void endedAgo(String name, long millis) {
        StreamRecord stream = known(name, START, START, "webhook");
        ended.put(stream.id(), new Ended(stream, NOW - millis));
    }

    private Optional<Ended> lately(String id) {
        return Optional.ofNullable(ended.get(id));
    }

    private Outcome merge(List<ReportedStream> reported, List<StreamRecord> known) {
        return StreamMerge.merge(NODE, reported, known, this::lately, NOW);
    }

    private static ReportedStream reported(String name, long startTime) {
        return new ReportedStream("live/room1", name, startTime, 0);
    }

    private static StreamRecord known(String name, long startTime, long heardAt, String source) {
        return new StreamRecord("live/room1", name, NODE.address(), NODE.role(), startTime, heardAt, source);
    }
}
