package io.foyer.proxy.domain.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.edge.Reason;
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
        assertThat(ClientHandshake.parse("GET", null, "close", null, null)).isEqualTo(refused(Reason.UPGRADE_REQUIRED));
        assertThat(ClientHandshake.parse("POST", "websocket", "Upgrade", "13", KEY))
                .isEqualTo(refused(Reason.UPGRADE_REQUIRED));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "8", KEY))
                .isEqualTo(refused(Reason.WEBSOCKET_VERSION));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "13", null))
                .isEqualTo(refused(Reason.HANDSHAKE_MALFORMED));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "13", "c2hvcnQ="))
                .isEqualTo(refused(Reason.HANDSHAKE_MALFORMED));
        assertThat(ClientHandshake.parse("GET", "websocket", "Upgrade", "13", "\u0000!"))
                .isEqualTo(refused(Reason.HANDSHAKE_MALFORMED));
    }

    private static ClientHandshake.Parsed refused(Reason reason) {
        return new ClientHandshake.Parsed.Invalid(reason);
    }
}
