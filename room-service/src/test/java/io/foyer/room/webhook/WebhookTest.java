package io.foyer.room.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.NodeRole;
import java.util.OptionalLong;
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
                .isEqualTo(new Webhook.Unpublished("", "s", NodeRole.ORIGIN, "", OptionalLong.empty()));
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
    @ValueSource(strings = {"TYPE_AUTO", "TYPE_EDGE", "new-in-a-later-version"})
    void whatTheOperatorAddsCountsAsAnOrigin(String type) {
        assertThat(read("{'event':'stream-published','guid':'live/s','clusterNodeType':'" + type + "'}", Set.of(type)))
                .isEqualTo(new Webhook.Published("live", "s", NodeRole.ORIGIN, "", NOW));
    }

    @Test
    void aTypeThatIsNoTextIsIgnored() {
        assertThat(read("{'event':'stream-published','guid':'live/s','clusterNodeType':5}"))
                .isEqualTo(new Webhook.Ignored("node-type"));
    }

    @Test
    void theTimeOfTheEndIsKnownOnlyIfItWasSaid() {
        assertThat(read("{'event':'stream-unpublished','guid':'live/s','timestamp':7}"))
                .isEqualTo(new Webhook.Unpublished("live", "s", NodeRole.ORIGIN, "", OptionalLong.of(7)));
        assertThat(read("{'event':'stream-unpublished','guid':'live/s','timestamp':'soon'}"))
                .isEqualTo(new Webhook.Unpublished("live", "s", NodeRole.ORIGIN, "", OptionalLong.empty()));
    }

    @Test
    void theTimeOfTheEndCountsOnlyIfTimestampsDo() throws JsonProcessingException {
        var body =
                new ObjectMapper().readTree("{\"event\":\"stream-unpublished\",\"guid\":\"live/s\",\"timestamp\":7}");

        assertThat(Webhook.read(body, ACCEPTED, false, NOW))
                .isEqualTo(new Webhook.Unpublished("live", "s", NodeRole.ORIGIN, "", OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.1.1", "2001:db8::1", "[fe80::1%25eth0]", "node-1.example.org"})
    void addressesAreKept(String address) {
        assertThat(address(address)).isEqualTo(address);
    }

    @Test
    void whatCannotBeAnAddressIsNone() {
        assertThat(address("1".repeat(256))).isEmpty();
        assertThat(address("10.1.1.1 ")).isEmpty();
        assertThat(address("a@b")).isEmpty();
        assertThat(address("10.1.1.1\\u0007")).isEmpty();
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

        assertThat(Webhook.read(body, ACCEPTED, true, NOW)).isNotNull();
    }

    private static String address(String said) {
        return read("{'event':'stream-published','guid':'live/s','nodePublicIp':'" + said + "'}")
                        instanceof Webhook.Published published
                ? published.address()
                : null;
    }

    private static Webhook read(String body) {
        return read(body, ACCEPTED);
    }

    private static Webhook read(String body, Set<String> accepted) {
        try {
            return Webhook.read(new ObjectMapper().readTree(body.replace('\'', '"')), accepted, true, NOW);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
