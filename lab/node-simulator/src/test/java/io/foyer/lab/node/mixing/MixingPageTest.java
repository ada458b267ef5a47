package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixingPageTest {
    private static final String TAIL = "?testbed=conference&room=live/room1&host=false&mixer=true&presenter=1";

    @ParameterizedTest
    @CsvSource({
        "localhost:8001, ws://localhost:8001/",
        "10.0.0.7:8001, ws://10.0.0.7:8001/",
        "rooms.example.org, wss://rooms.example.org/",
        "sm.example.org/rooms, wss://sm.example.org/rooms",
        "sm.example.org:8443/rooms/, wss://sm.example.org:8443/rooms/",
        "ws://rooms.example.org, ws://rooms.example.org/",
        "https://rooms.example.org:1, wss://rooms.example.org:1/"
    })
    void theAddressGetsASchemeAsInThePage(String ws, String expected) {
        assertThat(page(ws, "").socketUrl()).isEqualTo(expected + TAIL);
    }

    @Test
    void anOverrideWins() {
        assertThat(page("rooms.example.org", "ws://127.0.0.1:8001").socketUrl())
                .isEqualTo("ws://127.0.0.1:8001/" + TAIL);
    }

    @Test
    void aPageWithoutARoomBackendHasNoSocket() {
        assertThat(MixingPage.parse("https://h/page/?app=live&room=room1", "").socketUrl())
                .isEmpty();
        assertThat(MixingPage.parse("", "").room()).isEmpty();
    }

    private static MixingPage page(String ws, String override) {
        return MixingPage.parse(
                "https://h/webrtcexamples/sample-mixer-pages/conference/?role=mixer&app=live&room=room1&ws=" + ws
                        + "&token=17&sm=true&smtoken=x&type=cef&cef-id=mixer-1",
                override);
    }
}
