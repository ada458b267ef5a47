package io.foyer.room.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.RoomRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final TestRoom room = new TestRoom(new RoomRules(Duration.ofSeconds(5), Duration.ofSeconds(60), 3));

    @Test
    void whoIsPromotedIsInTheConferenceAndTheFirstPresents() {
        room.arrives("a").arrives("b").promotes("a").promotes("b");

        assertThat(room.view().conference()).containsExactly("a", "b");
        assertThat(room.view().presenter()).contains("a");
    }

    @Test
    void aNameThatIsPromotedBeforeItComesIsWaitedForAMinute() {
        room.promotes("late");
        assertThat(room.view().conference()).containsExactly("late");
        assertThat(room.view().changesAt()).isEqualTo(room.now() + 60_000);

        room.passes(60_000);
        assertThat(room.view().conference()).isEmpty();
        room.arrives("late");
        assertThat(room.view().conference()).isEmpty();
    }

    @Test
    void whoComesWithinTheMinuteHasTheSeatForGood() {
        room.promotes("late").passes(59_000).arrives("late").passes(3_600_000);

        assertThat(room.view().conference()).containsExactly("late");
    }

    @Test
    void oneSenderCanHaveOnlySoManyNamesWaitedFor() {
        room.promotes("x1").promotes("x2").promotes("x3");

        assertThat(room.apply(new RoomCommand.Promote("x4"))).isEqualTo(Room.TOO_MANY_PROMISES);
        room.arrives("there").promotes("there");
        assertThat(room.view().conference()).containsExactly("x1", "x2", "x3", "there");
    }

    @Test
    void aSeatSurvivesAHiccup() {
        room.arrives("a").arrives("b").promotes("a").promotes("b").passes(600_000);

        room.leaves("a").passes(4_900);
        assertThat(room.view().presenter()).contains("a");
        room.arrives("a").passes(60_000);

        assertThat(room.view().conference()).containsExactly("a", "b");
        assertThat(room.view().presenter()).contains("a");
    }

    @Test
    void whoIsAwayForLongerThanTheGraceComesAnew() {
        room.arrives("a").arrives("b").promotes("a").promotes("b").passes(600_000);

        room.leaves("a").passes(5_000);
        assertThat(room.view().conference()).containsExactly("b");
        room.passes(1_000).arrives("a");
        assertThat(room.view().conference()).containsExactly("b");

        room.promotes("a");
        assertThat(room.view().conference()).containsExactly("b", "a");
    }

    @Test
    void aBreakBeforeThePromotionDoesNotCount() {
        room.arrives("a").passes(10_000).leaves("a").passes(20_000).arrives("a").passes(1_000);

        room.promotes("a");

        assertThat(room.view().conference()).containsExactly("a");
    }

    @Test
    void aShorterBreakAfterALongerOneBeforeThePromotionCounts() {
        room.arrives("a").passes(10_000).leaves("a").passes(20_000).arrives("a").promotes("a");

        room.passes(10_000).leaves("a").passes(10_000).arrives("a");

        assertThat(room.view().conference()).isEmpty();
    }

    @Test
    void withoutGraceTheRuleOfTheOriginalHolds() {
        TestRoom strict = new TestRoom(new RoomRules(Duration.ZERO, Duration.ofSeconds(60), 3));
        strict.arrives("a").promotes("a").passes(1_000);

        strict.leaves("a");
        assertThat(strict.view().conference()).isEmpty();
        strict.passes(1).arrives("a");
        assertThat(strict.view().conference()).isEmpty();
    }

    @Test
    void whoWaitsAndIsInTheConferenceKeepsTheSeatWhileOneOfBothLasts() {
        room.arrives("a").promotes("a").passes(120_000).arrivesInTheOtherRoom("a");
        room.leaves("a").passes(60_000);

        assertThat(room.view().conference()).containsExactly("a");
    }

    @Test
    void anExclusionHoldsThroughEverythingUntilItIsTakenBack() {
        room.arrives("a").promotes("a").excludes("a", 0);
        assertThat(room.view().active()).isEmpty();
        assertThat(room.view().conference()).isEmpty();

        room.leaves("a").passes(3_600_000).arrives("a").promotes("a");
        assertThat(room.view().excluded()).containsExactly("a");
        assertThat(room.view().active()).isEmpty();
        assertThat(room.view().conference()).isEmpty();

        room.apply(new RoomCommand.Readmit("a"));
        assertThat(room.view().excluded()).isEmpty();
        assertThat(room.view().active()).containsExactly("a");
        assertThat(room.view().conference()).as("a readmission is no promotion").isEmpty();
    }

    @Test
    void anExclusionCanHaveAnEnd() {
        room.arrives("a").excludes("a", 10);
        assertThat(room.view().changesAt()).isEqualTo(room.now() + 10_000);

        room.passes(10_000);

        assertThat(room.view().active()).containsExactly("a");
        assertThat(room.view().excluded()).isEmpty();
    }

    @Test
    void deleteTakesBackEverything() {
        room.arrives("a").promotes("a").excludes("b", 0);

        room.apply(new RoomCommand.Delete("a"));
        room.apply(new RoomCommand.Delete("b"));

        assertThat(room.view().conference()).isEmpty();
        assertThat(room.view().excluded()).isEmpty();
    }

    @Test
    void orderMovesToThePositionAndTheEndsAreTheEnds() {
        room.arrives("a").arrives("b").arrives("c").promotes("a").promotes("b").promotes("c");

        room.orders("c", 0);
        assertThat(room.view().conference()).containsExactly("c", "a", "b");
        assertThat(room.view().presenter()).as("nobody chose another presenter").contains("a");
        room.orders("c", 1);
        assertThat(room.view().conference()).containsExactly("a", "c", "b");
        room.orders("a", 99);
        assertThat(room.view().conference()).containsExactly("c", "b", "a");
        room.orders("a", -5);
        assertThat(room.view().conference()).containsExactly("a", "c", "b");
        room.orders("stranger", 0);
        assertThat(room.view().conference()).containsExactly("a", "c", "b");
    }

    @Test
    void orderWorksHoweverOftenItIsUsed() {
        room.arrives("a").arrives("b").arrives("c").promotes("a").promotes("b").promotes("c");

        for (int i = 0; i < 200; i++) {
            String last = room.view().conference().getLast();
            room.orders(last, 1);
            assertThat(room.view().conference()).hasSize(3).element(1).isEqualTo(last);
        }
    }

    @Test
    void thePresenterIsOneOfTheConference() {
        room.arrives("a").arrives("b").promotes("a").promotes("b");

        room.apply(new RoomCommand.Present("b"));
        room.apply(new RoomCommand.Present("stranger"));
        assertThat(room.view().presenter()).contains("b");

        room.apply(new RoomCommand.Demote("b"));
        assertThat(room.view().presenter()).contains("a");
    }

    @Test
    void activeIsInOrderOfArrival() {
        room.arrives("z").passes(1).arrives("a").passes(1).arrives("m_screenshare");

        assertThat(room.view().active()).containsExactly("z", "a", "m_screenshare");
        assertThat(room.view().screenshare()).contains("m_screenshare");
    }

    @Test
    void whatWasTakenBackLongAgoIsForgottenAndStaysSo() {
        room.arrives("a").promotes("a");
        RoomRecord old = room.record();
        room.apply(new RoomCommand.Demote("a"));
        room.passes(600_001).excludes("other", 0);

        assertThat(room.record().promoted()).isEmpty();
        assertThat(RoomRecord.merged(old, room.record()).promoted()).isEmpty();
    }

    @Test
    void aRoomTakesDecisionsAboutABoundedNumberOfNames() {
        for (int i = 0; i < Room.MAX_NAMES; i++) {
            room.excludes("n" + i, 0);
        }

        assertThat(room.apply(new RoomCommand.Exclude("one more", 0, null))).isEqualTo(Room.FULL);
        assertThat(room.view().excluded()).hasSize(Room.MAX_NAMES);
        assertThat(List.copyOf(room.view().excluded())).startsWith("n0", "n1");
    }
}
