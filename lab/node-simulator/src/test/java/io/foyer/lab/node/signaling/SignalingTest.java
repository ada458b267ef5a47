package io.foyer.lab.node.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import io.foyer.lab.node.support.Surroundings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said before any media flow, over real sockets; and the node's plain HTTP side. */
class SignalingTest {
    private static Surroundings surroundings;
    private static NodeProcess node;
    private static NodeProcess guarded;

    @BeforeAll
    static void start() {
        surroundings = new Surroundings();
        node = NodeProcess.start("--address=127.0.24.1", "--port=0", "--webhook=" + surroundings.url() + "/webhook");
        guarded = NodeProcess.start(
                "--address=127.0.24.2",
                "--port=0",
                "--auth=" + surroundings.url(),
                "--webhook=" + surroundings.url() + "/webhook",
                "--api-token=secret",
                "--max-sessions=2");
    }

    @AfterAll
    static void stop() {
        node.close();
        guarded.close();
        surroundings.close();
    }

    /** The guarded node has room for two: nobody leaves a test with a session half open. */
    @AfterEach
    void everybodyHasGone() {
        await("sessions to end").until(() -> guarded.state().path("sessions").isEmpty());
    }

    @Test
    void theFirstMessageIsSuccessWithoutAMessageProperty() {
        SignalingClient client = SignalingClient.open(node, "live/room1_wr", "id=stream1");

        assertThat(client.heard().getFirst().toString())
                .isEqualTo("{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.Connect.Success\"}}");
        client.close();
        await("the webhooks of one connection").until(() -> surroundings.webhooks().stream()
                .anyMatch("connection-disconnect live/room1_wr/stream1 TYPE_ORIGIN"::equals));
        assertThat(surroundings.webhooks())
                .containsSubsequence(
                        "connection-connect live/room1_wr/stream1 TYPE_ORIGIN",
                        "connection-disconnect live/room1_wr/stream1 TYPE_ORIGIN");
    }

    @Test
    void aFreeNameAndAStreamThatIsNotThereAreBothNotAvailable() {
        SignalingClient client = SignalingClient.open(node, "live", "id=x");
        client.say("{\"isAvailable\":\"x\",\"bundle\":true}");
        assertThat(client.await("an answer", message -> message.has("isAvailable"))
                        .toString())
                .isEqualTo("{\"isAvailable\":false}");

        SignalingClient subscriber = SignalingClient.open(node, "live", "id=x-sub-1");
        subscriber.say("{\"isAvailable\":\"x\"}");
        assertThat(subscriber
                        .await("an answer", message -> message.has("isAvailable"))
                        .toString())
                .isEqualTo("{\"isAvailable\":false}");
        subscriber.say("{\"requestOffer\":\"x\",\"requestId\":\"x-sub-1\",\"transport\":\"udp\",\"datachannel\":true}");
        subscriber.awaitMessage("Stream not found");
        client.close();
        subscriber.close();
    }

    @Test
    void nonsenseIsIgnoredAndABrokenOfferEndsOnlyItsOwnSession() {
        SignalingClient client = SignalingClient.open(node, "live", "id=y");
        client.say("hello");
        client.say("{\"fly\":true}");
        client.say("{\"publish\":\"y\"}");
        client.say("{\"callAdapter\":{\"method\":\"m\"},\"id\":\"77\",\"async\":true}");
        JsonNode refused =
                client.await("a refused call", message -> message.path("async").asBoolean());
        assertThat(refused.path("id").asText()).isEqualTo("77");

        client.say("{\"handleOffer\":\"y\",\"data\":{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0 nonsense\"}}}");
        client.awaitMessage("The media session failed");
        await("its end").until(client::closed);

        SignalingClient next = SignalingClient.open(node, "live", "id=y");
        next.say("{\"isAvailable\":\"y\",\"bundle\":true}");
        assertThat(next.await("an answer", message -> message.has("isAvailable"))
                        .path("isAvailable")
                        .asBoolean())
                .as("the name was released")
                .isFalse();
        next.close();
    }

    @Test
    void eachSessionIsReportedFromItsBeginningToItsEndWhoeverEndsIt() {
        SignalingClient rejected = SignalingClient.connect(
                        guarded, "live/r", "id=rejected&username=undefined&password=p")
                .join();
        await("rejection").until(rejected::closed);
        SignalingClient ended = SignalingClient.open(guarded, "live/r", "id=ended&username=u&password=p");
        ended.say("{\"handleOffer\":\"ended\",\"data\":{\"sdp\":{\"type\":\"offer\",\"sdp\":\"nonsense\"}}}");
        await("the node's end").until(ended::closed);
        SignalingClient gone = SignalingClient.open(guarded, "live/r", "id=gone&username=u&password=p");
        gone.close();
        await("the last word")
                .until(() -> surroundings.webhooks().contains("connection-disconnect live/r/gone TYPE_ORIGIN"));

        assertThat(surroundings.webhooks().stream().filter(hook -> hook.contains(" live/r/")))
                .as("a connection that was never established does not end either")
                .containsExactly(
                        "connection-connect live/r/ended TYPE_ORIGIN",
                        "connection-disconnect live/r/ended TYPE_ORIGIN",
                        "connection-connect live/r/gone TYPE_ORIGIN",
                        "connection-disconnect live/r/gone TYPE_ORIGIN");
        List<String> sockets = surroundings.webhookBodies().stream()
                .filter(hook -> hook.path("nodePublicIp").asText().equals("127.0.24.2"))
                .filter(hook -> hook.path("event").asText().startsWith("websocket-"))
                .map(hook ->
                        hook.path("guid").asText() + " " + hook.path("event").asText())
                .sorted()
                .toList();
        assertThat(sockets).hasSizeGreaterThanOrEqualTo(6);
        for (int i = 0; i < sockets.size(); i += 2) {
            String session = sockets.get(i).replaceFirst(" .*", "");
            assertThat(sockets.subList(i, i + 2))
                    .containsExactly(session + " websocket-connect", session + " websocket-disconnect");
        }
    }

    @Test
    void blankCredentialsAreRejectedAtConnectAndOthersAreValidatedAtTheOffer() {
        SignalingClient blank = SignalingClient.connect(guarded, "live", "id=z&username=undefined&password=p")
                .join();
        await("rejection").until(blank::closed);
        assertThat(blank.heard().getFirst().at("/data/code").asText()).isEqualTo("NetConnection.Connect.Rejected");

        surroundings.credentialsAreValid(false);
        SignalingClient client =
                SignalingClient.open(guarded, "live", "id=z&username=u&password=p&token=%7B%22a%22%3A1%7D");
        client.say("{\"handleOffer\":\"z\",\"data\":{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\"}}}");
        client.awaitMessage("Not allowed to publish");
        await("its end").until(client::closed);
        assertThat(surroundings.validations().getLast().toString())
                .isEqualTo(
                        "{\"username\":\"u\",\"password\":\"p\",\"streamID\":\"z\",\"token\":\"{\\\"a\\\":1}\",\"type\":\"publisher\"}");
        surroundings.credentialsAreValid(true);
    }

    @Test
    void moreSessionsThanAllowedAreRefused() {
        String credentials = "&username=u&password=p";
        SignalingClient first = SignalingClient.open(guarded, "live", "id=1" + credentials);
        SignalingClient second = SignalingClient.open(guarded, "live", "id=2" + credentials);

        assertThat(SignalingClient.connect(guarded, "live", "id=3" + credentials))
                .failsWithin(5, TimeUnit.SECONDS);
        first.close();
        second.close();
    }

    @Test
    void theHttpSideAnswersProbesListsAndProvisions() {
        assertThat(node.get("/live").statusCode()).isEqualTo(200);
        assertThat(node.get("/live/streams.jsp").body()).isEqualTo("[]");
        assertThat(node.get("/elsewhere").statusCode()).isEqualTo(404);

        node.provide("live/room5", "room5");
        assertThat(node.state().path("provisions").toString()).contains("live/room5/room5");
        node.post(
                "/cluster/api?action=provision.delete",
                "{\"provisions\":[{\"context\":\"live/room5\",\"name\":\"room5\"}]}");
        assertThat(node.state().path("provisions").toString()).doesNotContain("live/room5/room5");
        assertThat(node.post("/cluster/api?action=provision.create", "{\"provisions\":[{\"level\":1}]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(node.post("/cluster/api?action=provision.create", "nonsense").statusCode())
                .isEqualTo(400);
        assertThat(guarded.post("/cluster/api?action=provision.create&accessToken=wrong", "{}")
                        .statusCode())
                .isEqualTo(401);
    }
}
