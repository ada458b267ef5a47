package io.foyer.registry.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.NodeRecord;
import io.foyer.registry.domain.Some;
import io.foyer.registry.domain.node.NodeWatch.Finding;
import io.foyer.registry.domain.node.NodeWatch.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
    private static final LifeCycleTimes TIMES = LifeCycleTimes.forHeartbeat(Duration.ofSeconds(10));
    private static final long NOW = 100_000_000;
    private final NodeWatch watch = new NodeWatch(new LifeCycle(TIMES));
    private final Map<String, Long> heard = new HashMap<>();
    private final List<NodeRecord> nodes = new ArrayList<>();

    @Test
    void oneOfFourThatFallsSilentIsSuspected() {
        silent("1", 31);
        silent("2", 3);
        silent("3", 8);
        silent("4", 0);
        Round round = look();
        assertThat(round.findings()).extracting(finding -> finding.node().id()).containsExactly("1");
        assertThat(round.frozen()).isZero();
    }

    @Test
    void twoOfFourThatFallSilentTogetherAreLeftAlone() {
        silent("1", 31);
        silent("2", 25);
        silent("3", 8);
        silent("4", 0);
        assertThat(look().findings()).isEmpty();
        assertThat(look().frozen()).isEqualTo(1);
    }

    @Test
    void twoThatFellSilentFarApartAreNoMass() {
        silent("1", 31);
        silent("2", 60);
        silent("3", 8);
        silent("4", 0);
        assertThat(look().findings()).hasSize(2);
    }

    @Test
    void aLonelyNodeThatDiesIsFoundOut() {
        silent("1", 31);
        assertThat(look().findings()).hasSize(1);
        silent("2", 1);
        assertThat(look().findings()).hasSize(1);
    }

    @Test
    void theFreezeEnds() {
        long freeze = TIMES.suspectAfter().plus(TIMES.freeze()).toSeconds();
        silent("1", freeze - 1);
        silent("2", freeze - 1);
        assertThat(look().findings()).isEmpty();
        nodes.clear();
        silent("1", freeze);
        silent("2", freeze);
        assertThat(look().findings()).hasSize(2);
    }

    @Test
    void whoIsNotExpectedToReportIsNeverSilent() {
        silent("1", 5_000);
        assertThat(watch.look(nodes, this::heard, node -> false, node -> true, NOW)
                        .findings())
                .isEmpty();
    }

    @Test
    void aLeavingNodeWithoutStreamsGoes() {
        NodeRecord leaving = Registration.moved(Some.origin("1"), new NodeLife.Draining(NOW - 60_000))
                .orElseThrow();
        nodes.add(leaving);
        heard.put("1", NOW);
        assertThat(watch.look(nodes, this::heard, node -> true, node -> false, NOW)
                        .findings())
                .containsExactly(new Finding(leaving, new NodeSign.Emptied()));
    }

    @Property(tries = 500)
    void atMostAThirdOrOneOfThoseWhoFellSilentTogetherAreJudgedWithinTheFreeze(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 120) Integer> silences) {
        List<NodeRecord> all = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        for (int at = 0; at < silences.size(); at++) {
            all.add(Some.origin("n" + at));
            last.put("n" + at, NOW - silences.get(at) * 1000L);
        }
        Round round = watch.look(all, node -> last.get(node.id()), node -> true, node -> true, NOW);
        for (Finding finding : round.findings()) {
            long at = last.get(finding.node().id());
            assertThat(NOW - at).isGreaterThanOrEqualTo(30_000);
            long together = last.values().stream()
                    .filter(other -> other >= at && other <= at + 10_000)
                    .count();
            assertThat(together == 1 || together * 3 <= all.size()).isTrue();
        }
        long silent = silences.stream().filter(seconds -> seconds >= 30).count();
        assertThat(round.findings().size() + round.frozen()).isEqualTo((int) silent);
    }

    private void silent(String id, long seconds) {
        nodes.add(Some.origin(id));
        heard.put(id, NOW - seconds * 1000);
    }

    private long heard(NodeRecord node) {
        return heard.get(node.id());
    }

    private Round look() {
        return watch.look(nodes, this::heard, node -> true, node -> true, NOW);
    }
}
