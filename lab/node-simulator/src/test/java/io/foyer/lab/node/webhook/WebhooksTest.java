package io.foyer.lab.node.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import io.foyer.lab.node.support.Surroundings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the webhook's receiver gets (nodes.md, section 7), and what happens when it does not take it. */
class WebhooksTest {
    private final Surroundings surroundings = new Surroundings();
    private NodeProcess node;

    @BeforeEach
    void start() {
        node = NodeProcess.start("--address=127.0.27.1", "--port=0", "--webhook=" + surroundings.url() + "/webhook");
    }

    @AfterEach
    void stop() {
        node.close();
        surroundings.close();
    }

    @Test
    void anEventNamesItsSubjectItsClientAndItsNode() {
        SignalingClient.open(node, "live/a/b", "id=alice&username=u&password=p").close();
        await("its end").until(() -> surroundings.webhookBodies().size() == 4);

        List<JsonNode> bodies = surroundings.webhookBodies();
        assertThat(bodies.stream().map(body -> body.path("event").asText()))
                .containsExactly(
                        "websocket-connect", "connection-connect", "websocket-disconnect", "connection-disconnect");
        assertThat(bodies).allSatisfy(body -> {
            assertThat(body.properties().stream().map(Map.Entry::getKey))
                    .containsExactly(
                            "event", "guid", "clusterNodeType", "username", "userAgent", "timestamp", "nodePublicIp");
            assertThat(body.path("clusterNodeType").asText()).isEqualTo("TYPE_ORIGIN");
            assertThat(body.path("username").asText()).isEqualTo("u");
            assertThat(body.path("userAgent").asText()).isEqualTo("TestBrowser");
            assertThat(body.path("timestamp").isIntegralNumber()).isTrue();
            assertThat(body.path("nodePublicIp").asText()).isEqualTo("127.0.27.1");
            assertThat(body.toString()).as("secrets").doesNotContain("password");
        });
        assertThat(bodies.get(0).path("guid"))
                .as("of the session")
                .isEqualTo(bodies.get(2).path("guid"));
        assertThat(bodies.get(1).path("guid").asText()).isEqualTo("live/a/b/alice");
    }

    @Test
    void anEventThatIsNotTakenIsNotRepeatedAndTheNextOneIsSent() {
        surroundings.refuseWebhooks(true);
        SignalingClient client = SignalingClient.open(node, "live", "id=alice");
        await("two refusals").until(() -> failed() == 2);
        surroundings.refuseWebhooks(false);
        client.close();
        await("the end").until(() -> delivered() == 2);
        assertThat(surroundings.webhookBodies().stream()
                        .map(body -> body.path("event").asText()))
                .containsExactly("websocket-disconnect", "connection-disconnect");

        surroundings.vanish();
        SignalingClient meanwhile = SignalingClient.open(node, "live", "id=bob");
        await("two failures more").until(() -> failed() == 4);
        surroundings.comeBack();
        meanwhile.close();
        await("the end").until(() -> delivered() == 4);
        assertThat(surroundings.webhooks()).endsWith("connection-disconnect live/bob TYPE_ORIGIN");
    }

    private int failed() {
        return node.state().at("/webhooks/failed").asInt();
    }

    private int delivered() {
        return node.state().at("/webhooks/delivered").asInt();
    }
}
