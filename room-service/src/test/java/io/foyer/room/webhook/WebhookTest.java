package io.foyer.room.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.contract.NodeRole;
import io.foyer.name.Guid;
import io.foyer.name.Scope;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final Set<String> ACCEPTED =
            Set.of("TYPE_ORIGIN", "TYPE_TRANSCODER", "TYPE_OFF", "off", "origin", "transcoder");
    private static final Guid GUID = new Guid(new Scope("live/a"), "s");

    @Test
    void theGuidIsSplitAtItsLastSlash() {
        assertThat(read("{'event':'stream-published','guid':'live/a/s','nodePublicIp':'1.2.3.4','timestamp':7}"))
                .isEqualTo(new Webhook.Stream(true, GUID, NodeRole.ORIGIN, "1.2.3.4", 7));
    }

    @Test
    void slashesAroundTheGuidDoNotCount() {
        assertThat(read("{'event':'stream-unpublished','guid':'/live//a/s'}"))
                .isEqualTo(new Webhook.Stream(false, GUID, NodeRole.ORIGIN, "", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'soon'", "-5", "null", "{}"})
    void aTimestampThatIsNoneIsNotSaid(String timestamp) {
        assertThat(read("{'event':'stream-unpublished','guid':'live/a/s','timestamp':" + timestamp + "}"))
                .isEqualTo(new Webhook.Stream(false, GUID, NodeRole.ORIGIN, "", 0));
    }

    @ParameterizedTest
    @CsvSource({"TYPE_ORIGIN, ORIGIN", "TYPE_OFF, ORIGIN", "off, ORIGIN", "TYPE_TRANSCODER, TRANSCODER"})
    void allAcceptedTypesButTranscodersAreOrigins(String type, NodeRole role) {
        assertThat(read("{'event':'stream-published','guid':'live/a/s','clusterNodeType':'" + type + "'}"))
                .isEqualTo(new Webhook.Stream(true, GUID, role, "", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "stream-published, TYPE_EDGE, node-type",
        "stream-published, TYPE_AUTO, node-type",
        "stream-published, new-in-a-later-version, node-type",
        "connection-connect, TYPE_ORIGIN, event"
    })
    void whatDoesNotConcernRoomsIsIgnored(String event, String type, String reason) {
        assertThat(read("{'event':'" + event + "','guid':'live/a/s','clusterNodeType':'" + type + "'}"))
                .isEqualTo(new Webhook.Ignored(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[] | not-json",
                "{} | bad-value",
                "{'event':'stream-published'} | bad-value",
                "{'guid':'live/a/s'} | bad-value",
                "{'event':'stream-published','guid':'s'} | bad-name",
                "{'event':'stream-published','guid':'live/a/..'} | bad-name",
                "{'event':'stream-published','guid':'live/a/s?token=x'} | bad-name"
            })
    void whatIsNoWebhookHasAReason(String body, String id) {
        assertThat(read(body)).isInstanceOfSatisfying(Webhook.Malformed.class, bad -> assertThat(bad.id())
                .isEqualTo(id));
    }

    @Test
    void anAddressThatIsNoneIsNotSaid() {
        assertThat(read("{'event':'stream-published','guid':'live/a/s','nodePublicIp':'http://x/'}"))
                .isEqualTo(new Webhook.Stream(true, GUID, NodeRole.ORIGIN, "", 0));
    }

    @Property
    void noGuidBreaksIt(@ForAll String guid) {
        ObjectNode body = new ObjectMapper()
                .createObjectNode()
                .put("event", "stream-published")
                .put("guid", guid);

        assertThat(Webhook.read(body, ACCEPTED)).isNotInstanceOf(Webhook.Ignored.class);
    }

    private static Webhook read(String body) {
        try {
            return Webhook.read(new ObjectMapper().readTree(body.replace('\'', '"')), ACCEPTED);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
