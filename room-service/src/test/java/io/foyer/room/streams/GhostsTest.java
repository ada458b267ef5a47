package io.foyer.room.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.room.domain.RoomKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GhostsTest {
    private static final RoomKey ROOM = new RoomKey("live/room1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Ghosts ghosts = new Ghosts(Duration.ofSeconds(45));

    @Test
    void aStreamIsDueAfterTheGraceAndTwoMisses() {
        assertThat(missing(0, "a")).isEmpty();
        assertThat(missing(15, "a")).isEmpty();
        assertThat(missing(30, "a", "b")).isEmpty();
        assertThat(missing(45, "a", "b")).containsExactly("a");
    }

    @Test
    void oneMissIsNotEnoughHoweverLong() {
        assertThat(missing(0, "a")).isEmpty();
        assertThat(missing(10)).isEmpty();
        assertThat(missing(3600, "a")).isEmpty();
    }

    @Test
    void aStreamThatCameBackBeginsAnew() {
        missing(0, "a");
        missing(15, "a");
        missing(30);
        assertThat(missing(45, "a")).isEmpty();
        assertThat(missing(60, "a")).isEmpty();
        assertThat(missing(90, "a")).containsExactly("a");
    }

    @Test
    void roomsNobodyLooksAtAreForgotten() {
        missing(0, "a");
        ghosts.keepOnly(List.of());
        assertThat(missing(60, "a")).isEmpty();
    }

    private Set<String> missing(int second, String... names) {
        return ghosts.seen(ROOM, Set.of(names), START.plusSeconds(second));
    }
}
