package io.foyer.room.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.name.Scope;
import io.foyer.room.runtime.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    @ParameterizedTest
    @CsvSource({
        "testbed=conference&room=live/room1&host=true, HOST",
        "testbed=conference&room=live/room1&host=true&mixer=false&presenter=1, HOST",
        "testbed=conference&room=live/room1&host=false&mixer=true&presenter=1, MIXER",
        "room=live/room1, GUEST",
        "room=live%2Froom1&host=TRUE, GUEST",
        "host=true&room=live/room1&room=live/other, HOST",
    })
    void theQueryNamesRoomAndRole(String query, Role role) {
        assertThat(Handshake.of(query)).isEqualTo(new Handshake.Conference(new Scope("live/room1"), role));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "testbed=conference",
                "testbed=grid&room=live/room1",
                "testbed=chess&room=live/room1",
                "room=",
                "&&==&=",
            })
    void whatCannotBeServedIsUnusable(String query) {
        assertThat(Handshake.of(query)).isInstanceOf(Handshake.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room=%zz", "room=a%00b", "room=live/../r", "room=live/a%252Fb", "room=live/r_wr_wr"})
    void aRoomWithoutANameIsRefused(String query) {
        assertThat(Handshake.of(query)).isInstanceOf(Handshake.BadRoom.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"room=/live/room1/", "room=live//room1", "room=live/room1/", "room=%2Flive%2Froom1"})
    void slashesAroundTheRoomDoNotCount(String query) {
        assertThat(Handshake.of(query)).isEqualTo(new Handshake.Conference(new Scope("live/room1"), Role.GUEST));
    }

    @Test
    void noQueryAtAllIsUnusable() {
        assertThat(Handshake.of(null)).isInstanceOf(Handshake.Unusable.class);
    }
}
