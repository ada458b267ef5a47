package io.foyer.registry.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.registry.domain.node.LifeCycle.Circumstances;
import io.foyer.registry.domain.node.NodeLife.Draining;
import io.foyer.registry.domain.node.NodeLife.Gone;
import io.foyer.registry.domain.node.NodeLife.InService;
import io.foyer.registry.domain.node.NodeLife.Pending;
import io.foyer.registry.domain.node.NodeLife.Running;
import io.foyer.registry.domain.node.NodeLife.Suspect;
import io.foyer.registry.domain.node.NodeSign.Emptied;
import io.foyer.registry.domain.node.NodeSign.Reported;
import io.foyer.registry.domain.node.NodeSign.Silence;
import io.foyer.registry.domain.node.NodeSign.ToldToLeave;
import io.foyer.registry.domain.node.NodeSign.Withdrawn;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private static final LifeCycleTimes TIMES = LifeCycleTimes.forHeartbeat(Duration.ofSeconds(10));
    private static final Circumstances LISTED = new Circumstances(true, false);
    private static final Circumstances ASKED = new Circumstances(false, true);
    private final LifeCycle cycle = new LifeCycle(TIMES);

    @Test
    void aNodeThatWasAnnouncedTakesNothingBeforeItsFirstReport() {
        assertThat(next(new Pending(0), silent(100), 100)).isEqualTo(new Pending(0));
        assertThat(next(new Running(0), silent(100), 100)).isEqualTo(new Running(0));
        assertThat(next(new Running(0), new Reported(false), 100)).isEqualTo(new InService(seconds(100)));
    }

    @Test
    void anAnnouncedNodeThatNeverReportsIsForgotten() {
        assertThat(next(new Pending(0), silent(150), 149)).isEqualTo(new Pending(0));
        assertThat(next(new Pending(0), silent(150), 150)).isEqualTo(new Gone(seconds(150), Departure.NEVER_REPORTED));
        assertThat(cycle.next(new Running(0), silent(999), LISTED, seconds(999)))
                .isEqualTo(new Running(0));
    }

    @Test
    void threeMissedBeatsMakeASuspectAndAReportClearsIt() {
        assertThat(next(new InService(0), silent(29), 50)).isEqualTo(new InService(0));
        assertThat(next(new InService(0), silent(30), 50)).isEqualTo(new Suspect(seconds(50)));
        assertThat(next(new Suspect(seconds(50)), new Reported(false), 60)).isEqualTo(new InService(seconds(60)));
    }

    @Test
    void aSuspectIsGoneNinetySecondsLater() {
        Suspect suspect = new Suspect(seconds(50));
        assertThat(next(suspect, silent(119), 139)).isEqualTo(suspect);
        assertThat(next(suspect, silent(120), 140)).isEqualTo(new Gone(seconds(140), Departure.SILENT));
    }

    @Test
    void aSuspectThatWasJustHeardIsNotGone() {
        assertThat(next(new Suspect(0), silent(1), 500)).isEqualTo(new Suspect(0));
    }

    @Test
    void aConfiguredNodeIsWaitedForInsteadOfForgotten() {
        assertThat(cycle.next(new Suspect(0), silent(120), LISTED, seconds(120)))
                .isEqualTo(new Running(seconds(120)));
    }

    @Test
    void aLeavingNodeGoesWhenItsLastStreamEnded() {
        assertThat(next(new InService(0), new Reported(true), 10)).isEqualTo(new Draining(seconds(10)));
        assertThat(next(new Draining(0), new Emptied(), 29)).isEqualTo(new Draining(0));
        assertThat(next(new Draining(0), new Emptied(), 30)).isEqualTo(new Gone(seconds(30), Departure.DRAINED));
    }

    @Test
    void aLeavingNodeGoesAfterTenMinutesWhateverItCarries() {
        assertThat(next(new Draining(0), silent(1), 599)).isEqualTo(new Draining(0));
        assertThat(next(new Draining(0), silent(1), 600)).isEqualTo(new Gone(seconds(600), Departure.DRAIN_TIMEOUT));
    }

    @Test
    void aNodeMayChangeItsMindUnlessAnOperatorAskedItToLeave() {
        assertThat(next(new Draining(0), new Reported(false), 5)).isEqualTo(new InService(seconds(5)));
        assertThat(cycle.next(new Draining(0), new Reported(false), ASKED, seconds(5)))
                .isEqualTo(new Draining(0));
        assertThat(cycle.next(new Draining(0), new Emptied(), ASKED, seconds(500)))
                .isEqualTo(new Draining(0));
        assertThat(cycle.next(new Draining(0), silent(30), ASKED, seconds(30)))
                .isEqualTo(new Gone(seconds(30), Departure.SILENT));
    }

    @Test
    void whoSignsOffIsGoneFromAnywhereAndStaysGone() {
        for (NodeLife life : everyLife(0)) {
            assertThat(next(life, new Withdrawn(), 1)).isEqualTo(new Gone(seconds(1), Departure.WITHDRAWN));
        }
        assertThat(cycle.next(new InService(0), new Withdrawn(), LISTED, seconds(1)))
                .isEqualTo(new Running(seconds(1)));
        Gone gone = new Gone(0, Departure.SILENT);
        assertThat(next(gone, new Reported(false), 9)).isEqualTo(gone);
    }

    @Test
    void whateverHappensNothingGetsIntoServiceButByItsOwnReportAndTimesNeverGoBack() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            NodeLife life = everyLife(0).get(random.nextInt(5));
            long now = 0;
            for (int step = 0; step < 30; step++) {
                now += random.nextInt(60_000);
                NodeSign sign = anySign(random);
                Circumstances how = new Circumstances(random.nextBoolean(), random.nextBoolean());
                NodeLife after = cycle.next(life, sign, how, now);
                assertThat(after.since()).isIn(life.since(), now);
                if (after instanceof InService && !(life instanceof InService)) {
                    assertThat(sign).isEqualTo(new Reported(false));
                }
                if (life instanceof Gone) {
                    assertThat(after).isEqualTo(life);
                }
                life = after;
            }
        }
    }

    private static NodeSign anySign(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Reported(random.nextBoolean());
            case 1, 2 -> silent(random.nextInt(200));
            case 3 -> new Emptied();
            default -> new ToldToLeave();
        };
    }

    private static List<NodeLife> everyLife(long since) {
        return List.of(
                new Pending(since), new Running(since), new InService(since), new Suspect(since), new Draining(since));
    }

    private NodeLife next(NodeLife life, NodeSign sign, long nowSeconds) {
        return cycle.next(life, sign, Circumstances.ORDINARY, seconds(nowSeconds));
    }

    private static Silence silent(long seconds) {
        return new Silence(Duration.ofSeconds(seconds));
    }

    private static long seconds(long seconds) {
        return seconds * 1000;
    }
}
