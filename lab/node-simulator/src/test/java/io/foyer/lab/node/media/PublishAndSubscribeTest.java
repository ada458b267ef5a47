package io.foyer.lab.node.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import io.foyer.lab.node.support.Surroundings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real pictures and sounds through real processes: an origin, and an edge that pulls from it. */
class PublishAndSubscribeTest {
    private static Surroundings surroundings;
    private static NodeProcess origin;
    private static NodeProcess edge;

    @BeforeAll
    static void start() {
        surroundings = new Surroundings();
        origin = node("origin-1", "origin", "127.0.21.1", "--port=0");
        edge = node("edge-1", "edge", "127.0.21.3", "--port=0", "--link-port=" + origin.port());
    }

    @AfterAll
    static void stop() {
        origin.close();
        edge.close();
        surroundings.close();
    }

    @Test
    void whoUsesTheDataChannelIsAnsweredThereThoughTheCloseOfTheSocketIsStillOnItsWay() {
        TestBrowser publisher =
                TestBrowser.publish(origin, "live/room2_wr", "dora").awaitChannel();

        publisher.overChannel("{\"unpublish\":\"dora\"}");

        await("the answer on the channel")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> publisher.channelTexts().toString().contains("dora stopping"));
        publisher.close();
    }

    @Test
    void whoLeavesWhileChangingOverIsAnsweredOnBothWays() {
        TestBrowser publisher =
                TestBrowser.publish(origin, "live/room2_wr", "emil").awaitChannel();

        publisher.socket().say("{\"unpublish\":\"emil\"}");

        await("the answer on the channel")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> publisher.channelTexts().toString().contains("emil stopping"));
        publisher.close();
    }

    @Test
    void aCandidateThatCannotBeUsedIsPassedOver() {
        TestBrowser publisher =
                TestBrowser.publish(origin, "live/room2_wr", "fred").awaitChannel();
        String from = "\"candidate\":\"candidate:1 1 udp 2113937151 192.0.2.10 50000 typ host\"";
        for (String candidate : List.of(
                "{\"candidate\":\"nonsense\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}",
                "{" + from + "}",
                "{" + from + ",\"sdpMid\":null,\"sdpMLineIndex\":null}",
                "{" + from + ",\"sdpMid\":\"nowhere\",\"sdpMLineIndex\":77}",
                "{" + from + ",\"sdpMid\":\"0\",\"sdpMLineIndex\":-5}")) {
            publisher.socket().say("{\"handleCandidate\":\"fred\",\"data\":{\"candidate\":" + candidate + "}}");
        }

        publisher.socket().say("{\"unpublish\":\"fred\"}");

        publisher.socket().awaitMessage("fred stopping");
        assertThat(origin.alive()).as(origin.output()).isTrue();
        publisher.close();
    }

    @Test
    void aPublishedStreamIsSeenAndHeardAtItsOriginAndAtAnEdgeAndItsEndIsTold() {
        TestBrowser publisher =
                TestBrowser.publish(origin, "live/room1_wr", "alice").handOver();
        publisher.speak(20_000);
        await("the registry knows").atMost(10, TimeUnit.SECONDS).until(() -> surroundings
                .heartbeat("origin-1")
                .path("streams")
                .toString()
                .contains("alice"));

        TestBrowser near =
                TestBrowser.subscribe(origin, "live/room1_wr", "alice").handOver();
        TestBrowser far = TestBrowser.subscribe(edge, "live/room1_wr", "alice").handOver();

        for (TestBrowser viewer : List.of(near, far)) {
            await("moving pictures").atMost(15, TimeUnit.SECONDS).until(() -> viewer.differences() >= 5);
            await("sound").atMost(15, TimeUnit.SECONDS).until(() -> viewer.loudest() > 5_000);
            assertThat(viewer.lastPicture().width())
                    .as("320x240 within 320x180")
                    .isEqualTo(240);
            assertThat(viewer.lastPicture().height()).isEqualTo(180);
        }
        assertThat(edge.entry("pulled", "guid", "live/room1_wr/alice")
                        .path("subscribers")
                        .asInt())
                .isEqualTo(1);

        publisher.overChannel("{\"mute\":{\"muteAudio\":true,\"muteVideo\":false}}");
        publisher.overChannel("{\"send\":{\"method\":\"wave\",\"data\":{\"hand\":\"left\"}}}");
        for (TestBrowser viewer : List.of(near, far)) {
            await("the mute badge")
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> viewer.channelTexts().toString().contains("\"streamingMode\":\"Video\""));
            await("the custom send")
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> viewer.channelTexts().toString().contains("\"senderName\":\"alice\""));
        }

        publisher.overChannel("{\"unpublish\":\"alice\"}");
        await("the farewell")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> publisher.channelTexts().toString().contains("alice stopping"));
        for (TestBrowser viewer : List.of(near, far)) {
            await("the end")
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> viewer.channelTexts().toString().contains("NetStream.Play.UnpublishNotify"));
        }
        publisher.close();
        near.close();
        far.close();
        await("all sessions ended")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> origin.state().path("sessions").isEmpty()
                        && edge.state().path("sessions").isEmpty());
        await("the origin's webhooks in order").atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        ofStream("live/room1_wr/alice TYPE_ORIGIN"))
                .containsSubsequence(
                        "connection-connect live/room1_wr/alice TYPE_ORIGIN",
                        "stream-published live/room1_wr/alice TYPE_ORIGIN",
                        "stream-unpublished live/room1_wr/alice TYPE_ORIGIN",
                        "connection-disconnect live/room1_wr/alice TYPE_ORIGIN"));
        JsonNode published = surroundings.webhookBodies().stream()
                .filter(hook -> hook.path("event").asText().equals("stream-published")
                        && hook.path("guid").asText().equals("live/room1_wr/alice"))
                .findFirst()
                .orElseThrow();
        assertThat(published.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly(
                        "event", "guid", "clusterNodeType", "username", "userAgent", "timestamp", "nodePublicIp");
        assertThat(published.path("username").asText()).isEqualTo("u");
        assertThat(published.path("userAgent").asText()).isEqualTo("TestBrowser");
        assertThat(published.path("timestamp").isIntegralNumber()).isTrue();
        assertThat(published.path("nodePublicIp").asText()).isEqualTo("127.0.21.1");
        await("the edge's webhooks").atMost(10, TimeUnit.SECONDS).until(() -> ofStream("live/room1_wr/alice TYPE_EDGE")
                .equals(List.of(
                        "stream-subscribed live/room1_wr/alice TYPE_EDGE",
                        "stream-unsubscribed live/room1_wr/alice TYPE_EDGE")));
    }

    @Test
    void aPublisherWhosePeerVanishesIsUnpublished() {
        TestBrowser publisher = TestBrowser.publish(origin, "live/room2", "bob").handOver();
        assertThat(origin.entry("streams", "guid", "live/room2/bob").isMissingNode())
                .isFalse();

        publisher.close();

        await("unpublished").atMost(15, TimeUnit.SECONDS).until(() -> ofStream("live/room2/bob TYPE_ORIGIN")
                .contains("stream-unpublished live/room2/bob TYPE_ORIGIN"));
    }

    @Test
    void aNameThatIsPublishedIsNotAvailableAndAnOfferForItIsRefused() {
        TestBrowser publisher = TestBrowser.publish(origin, "live/room3", "carol");

        SignalingClient second = SignalingClient.open(origin, "live/room3", "id=carol");
        second.say("{\"isAvailable\":\"carol\",\"bundle\":true}");
        assertThat(second.await("an answer", message -> message.has("isAvailable"))
                        .path("isAvailable")
                        .asBoolean())
                .isTrue();
        SignalingClient elsewhere = SignalingClient.open(origin, "live/room4", "id=carol");
        elsewhere.say("{\"isAvailable\":\"carol\",\"bundle\":true}");
        assertThat(elsewhere
                        .await("an answer", message -> message.has("isAvailable"))
                        .path("isAvailable")
                        .asBoolean())
                .as("another room may use the name")
                .isFalse();
        second.close();
        elsewhere.close();
        publisher.close();
    }

    @Test
    void fiftySessionsOneAfterTheOtherLeaveNothingBehind() {
        int threads = origin.state().path("threads").asInt();
        for (int i = 0; i < 50; i++) {
            TestBrowser.publish(origin, "live/many", "stream" + i).close();
        }

        await("all ended")
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> !origin.state().path("sessions").toString().contains("live/many"));
        assertThat(origin.alive()).as(origin.output()).isTrue();
        assertThat(origin.state().path("streams").toString()).doesNotContain("live/many/");
        assertThat(origin.state().path("peerEngines").asInt())
                .as("engines are used again")
                .isLessThan(20);
        await("the sessions' threads to end").atMost(15, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        origin.state().path("threads").asInt())
                .isLessThan(threads + 25));
    }

    private static List<String> ofStream(String tail) {
        return surroundings.webhooks().stream()
                .filter(hook -> hook.endsWith(" " + tail))
                .toList();
    }

    private static NodeProcess node(String id, String role, String address, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--id=" + id,
                "--role=" + role,
                "--address=" + address,
                "--registry=" + surroundings.url(),
                "--webhook=" + surroundings.url() + "/webhook"));
        arguments.addAll(List.of(more));
        return NodeProcess.start(arguments.toArray(String[]::new));
    }
}
