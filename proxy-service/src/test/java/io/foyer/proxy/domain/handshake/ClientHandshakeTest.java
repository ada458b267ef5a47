package io.foyer.proxy.domain.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.proxy.domain.request.Refusal;
import org.junit.jupiter.api.Test;

class ClientHandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @Test
    void theAcceptKeyIsThatOfTheSpecificationsExample() {
        assertThat(new ClientHandshake(KEY).accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void aListOfConnectionOptionsMayContainUpgrade() {
        assertThat(ClientHandshake.parse("GET", "WebSocket", "keep-alive, Upgrade", "13", KEY))
                .isEqualTo(new ClientHandshake.Parsed.Valid(new ClientHandshake(KEY)));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(ClientHandshake.parse("GET", null, "close", null, null))
                .isEqualTo(refused(Refusal.UPGRADE_REQUIRED));
        assertThat(ClientHandshake.parse("POST", "websocket", "Upgrade", "13", KEY))
                .isEqualTo(refused(Refusal.UPGRADE_REQUIRED));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "8", KEY))
                .isEqualTo(refused(Refusal.WEBSOCKET_VERSION));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "13", null))
                .isEqualTo(refused(Refusal.HANDSHAKE_MALFORMED));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "13", "c2hvcnQ="))
                .isEqualTo(refused(Refusal.HANDSHAKE_MALFORMED));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "13", "\u0000!"))
                .isEqualTo(refused(Refusal.HANDSHAKE_MALFORMED));
    }

    private static ClientHandshake.Parsed refused(Refusal refusal) {
        return new ClientHandshake.Parsed.Invalid(refusal);
    }
}
