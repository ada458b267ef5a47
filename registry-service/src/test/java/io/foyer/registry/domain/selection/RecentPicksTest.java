package io.foyer.registry.domain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentPicksTest {
    private static final Optional<String> SOMEBODY = Optional.empty();

    private final long[] now = {1_000_000};
    private final RecentPicks picks = new RecentPicks(new InstantClock(now));

    @Test
    void aPickIsForgottenAfterTenSeconds() {
        picks.add("a", "room", SOMEBODY);
        now[0] += 5_000;
        picks.add("a", "room", SOMEBODY);
        picks.add("a", "other", SOMEBODY);
        assertThat(picks.since("a", 0)).isEqualTo(3);
        assertThat(picks.ofRoom("a", "room")).isEqualTo(2);
        now[0] += 5_000;
        assertThat(picks.since("a", 0)).isEqualTo(2);
        assertThat(picks.ofRoom("a", "room")).isEqualTo(1);
        now[0] += 5_000;
        assertThat(picks.since("a", 0)).isZero();
        assertThat(picks.ofRoom("a", "room")).isZero();
        assertThat(picks.since("b", 0)).isZero();
    }

    @Test
    void whatTheNodeHasReportedSinceDoesNotCountTwice() {
        picks.add("a", "room", SOMEBODY);
        now[0] += 1_000;
        picks.add("a", "room", SOMEBODY);

        assertThat(picks.since("a", now[0])).isEqualTo(1);
        assertThat(picks.since("a", now[0] + 1_000)).isZero();
    }

    @Test
    void whoAsksAgainCountsOnceThereOrElsewhere() {
        for (int again = 0; again < 5; again++) {
            picks.add("a", "room", Optional.of("alice"));
            now[0] += 500;
        }
        assertThat(picks.since("a", 0)).isEqualTo(1);

        picks.add("b", "room", Optional.of("alice"));

        assertThat(picks.since("a", 0)).isZero();
        assertThat(picks.ofRoom("a", "room")).isZero();
        assertThat(picks.since("b", 0)).isEqualTo(1);
    }

    @Test
    void aNodeThatIsGoneIsForgotten() {
        picks.add("a", "room", SOMEBODY);
        picks.add("b", "room", SOMEBODY);

        picks.forget("a");

        assertThat(picks.since("a", 0)).isZero();
        assertThat(picks.ofRoom("a", "room")).isZero();
        assertThat(picks.since("b", 0)).isEqualTo(1);
    }

    @Test
    void aFloodOfNamesIsRememberedOnlyInPart() {
        for (int name = 0; name < 200_000; name++) {
            picks.add("a", "room" + name, Optional.of("name" + name));
        }
        assertThat(picks.since("a", 0)).isEqualTo(50_000);
        assertThat(picks.ofRoom("a", "room0")).isZero();
    }
}
