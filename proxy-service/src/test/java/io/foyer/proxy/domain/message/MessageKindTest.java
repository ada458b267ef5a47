package io.foyer.proxy.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MessageKindTest {
    private static MessageKind kind(String message) {
        return MessageKind.of(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstPropertyTellsTheKind() {
        assertThat(kind("{\"isAvailable\":\"a\",\"bundle\":true}")).isEqualTo(MessageKind.IS_AVAILABLE);
        assertThat(kind(" { \"joinGroup\" : \"room1\"")).isEqualTo(MessageKind.JOIN_GROUP);
        assertThat(kind("{\"sharedObjectSend\":{}}")).isEqualTo(MessageKind.SHARED_OBJECT);
        assertThat(kind("{\"id\":1,\"publish\":\"a\"}")).isEqualTo(MessageKind.OTHER);
        assertThat(kind("{\"\":1}")).isEqualTo(MessageKind.OTHER);
        assertThat(kind("[\"publish\"]")).isEqualTo(MessageKind.OTHER);
    }

    @Property
    void noiseIsOther(@ForAll byte[] noise) {
        assertThat(MessageKind.of(noise)).isNotNull();
    }
}
