package io.foyer.registry.domain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecentPicksTest {
    private final Hand clock = new Hand();
    private final RecentPicks picks = new RecentPicks(clock);

    @Test
    void aPickIsForgottenAfterTenSeconds() {
        picks.add("a");
        clock.pass(Duration.ofSeconds(5));
        picks.add("a");
        picks.add("a");
        assertThat(picks.of("a")).isEqualTo(3);
        clock.pass(Duration.ofSeconds(5));
        assertThat(picks.of("a")).isEqualTo(2);
        clock.pass(Duration.ofSeconds(5));
        assertThat(picks.of("a")).isZero();
        assertThat(picks.of("b")).isZero();
    }

    @Test
    void aNodeThatIsGoneIsForgotten() {
        picks.add("a");
        picks.forget("a");
        assertThat(picks.of("a")).isZero();
    }

    private static final class Hand extends Clock {
        private Instant now = Instant.ofEpochSecond(1_000);

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
