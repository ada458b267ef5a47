package io.foyer.room.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomKeyTest {
    @Test
    void aWaitingRoomAndItsConferenceShareTheirBase() {
        RoomKey room = new RoomKey("live/room1");
        RoomKey waiting = new RoomKey("live/room1_wr");

        assertThat(waiting.base()).isEqualTo(room);
        assertThat(room.base()).isEqualTo(room);
        assertThat(waiting.waiting()).isTrue();
        assertThat(room.waiting()).isFalse();
        assertThat(room.sameConference(waiting)).isTrue();
        assertThat(room.sameConference(new RoomKey("live/room2_wr"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live room", "a:b", "ünï", "<script>", "a\nb", "a?b", "a%2F"})
    void whatIsNoNameIsRefused(String text) {
        assertThat(RoomKey.of(text)).isEmpty();
    }

    @Test
    void namesHaveALength() {
        assertThat(RoomKey.named("x".repeat(255))).isTrue();
        assertThat(RoomKey.named("x".repeat(256))).isFalse();
        assertThat(RoomKey.named(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "live/room1", "a-b.c_d/e"})
    void unusualButHarmlessNamesAreNames(String text) {
        assertThat(RoomKey.of(text)).isPresent();
    }
}
