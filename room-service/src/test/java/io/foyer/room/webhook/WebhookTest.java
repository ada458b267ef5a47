package io.foyer.room.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.NodeRole;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final Set<String> ACCEPTED =
            Set.of("TYPE_ORIGIN", "TYPE_TRANSCODER", "TYPE_OFF", "off", "origin", "transcoder");
    private static final long NOW = 5_000;

    @Test
    void theGuidIsSplitAtItsLastSlash() {
        assertThat(read("{'event':'stream-published','guid':'live/a/b/s','nodePublicIp':'1.2.3.4','timestamp':7}"))
                .isEqualTo(new Webhook.Published("live/a/b", "s", NodeRole.ORIGIN, "1.2.3.4", 7));
    }

    @Test
    void aGuidWithoutSlashHasNoScope() {
        assertThat(read("{'event':'stream-unpublished','guid':'s'}"))
                .isEqualTo(new Webhook.Unpublished("", "s", NodeRole.ORIGIN, ""));
    }

    @Test
    void withoutTimestampItStartedNow() {
        assertThat(read("{'event':'stream-published','guid':'live/s'}"))
                .isEqualTo(new Webhook.Published("live", "s", NodeRole.ORIGIN, "", NOW));
    }

    @Test
    void aTranscoderCounts() {
        assertThat(read("{'event':'stream-published','guid':'live/s','clusterNodeType':'TYPE_TRANSCODER'}"))
                .isEqualTo(new Webhook.Published("live", "s", NodeRole.TRANSCODER, "", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TYPE_ORIGIN", "TYPE_OFF", "off", "origin"})
    void theseTypesAreOrigins(String type) {
        assertThat(read("{'event':'stream-published','guid':'live/s','clusterNodeType':'" + type + "'}"))
                .isEqualTo(new Webhook.Published("live", "s", NodeRole.ORIGIN, "", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TYPE_EDGE", "TYPE_MIXER", "TYPE_RELAY", "TYPE_AUTO", "undefined", "nonsense"})
    void otherTypesAreIgnored(String type) {
        assertThat(read("{'event':'stream-published','guid':'live/s','clusterNodeType':'" + type + "'}"))
                .isEqualTo(new Webhook.Ignored("node-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'event':'stream-published'}", "{'guid':'live/s'}", "{'event':'','guid':'x'}"})
    void eventAndGuidAreRequired(String body) {
        assertThat(read(body)).isEqualTo(new Webhook.Malformed());
    }

    @Test
    void otherEventsAreIgnored() {
        assertThat(read("{'event':'connection-connect','guid':'live/s'}")).isEqualTo(new Webhook.Ignored("event"));
        assertThat(read("{'event':'stream-published','guid':'live/'}")).isEqualTo(new Webhook.Ignored("guid"));
        assertThat(read("{'event':'stream-published','guid':'a\\u0000/b'}")).isEqualTo(new Webhook.Ignored("guid"));
    }

    @Property
    void noGuidBreaksIt(@ForAll String guid) {
        var body = new ObjectMapper()
                .createObjectNode()
                .put("event", "stream-published")
                .put("guid", guid);

        assertThat(Webhook.read(body, ACCEPTED, NOW)).isNotNull();
    }

    private static Webhook read(String body) {
        try {
            return Webhook.read(new ObjectMapper().readTree(body.replace('\'', '"')), ACCEPTED, NOW);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
