package io.foyer.lab.node.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the node says to clients with real media, in the order and the form of signaling.md, section 5. */
class TranscriptTest {
    private static Surroundings surroundings;
    private static NodeProcess node;

    @BeforeAll
    static void start() {
        surroundings = new Surroundings();
        node = NodeProcess.start("--address=127.0.26.1", "--port=0", "--webhook=" + surroundings.url() + "/webhook");
    }

    @AfterAll
    static void stop() {
        node.close();
        surroundings.close();
    }

    @Test
    void aPublisherAndItsSubscriber() {
        TestBrowser publisher = TestBrowser.publish(node, "live/room1", "alice").awaitChannel();
        TestBrowser subscriber =
                TestBrowser.subscribe(node, "live/room1", "alice").awaitChannel();

        assertThat(publisher.transcript())
                .containsExactly(
                        "NetConnection.Connect.Success",
                        "{\"isAvailable\":false}",
                        "answer",
                        "NetConnection.ICE.TrickleCompleted",
                        "alice starting",
                        "NetConnection.DataChannel.Available");
        assertThat(subscriber.transcript())
                .containsExactly(
                        "NetConnection.Connect.Success",
                        "{\"isAvailable\":true}",
                        "offer",
                        "NetConnection.ICE.TrickleCompleted",
                        "alice starting",
                        "NetConnection.DataChannel.Available");
        assertCandidatesBetweenDescriptionAndTrickle(publisher);
        assertCandidatesBetweenDescriptionAndTrickle(subscriber);

        publisher.socket().say("{\"unpublish\":\"alice\"}");
        subscriber.socket().awaitCode("NetStream.Play.UnpublishNotify");
        publisher.close();
        subscriber.close();
    }

    @Test
    void aConferenceParticipantIsToldItsIdAndNothingOfPublishing() {
        node.provide("live/room2", "room2");
        TestBrowser participant =
                TestBrowser.join(node, "live/room2", "room2", "alice").awaitChannel();

        assertThat(participant.transcript())
                .containsExactly(
                        "NetConnection.Connect.Success",
                        "answer of alice",
                        "NetConnection.ICE.TrickleCompleted",
                        "NetConnection.DataChannel.Available");
        assertCandidatesBetweenDescriptionAndTrickle(participant);
        participant.close();
    }

    @Test
    void afterTheChangeOverTheSocketIsGoneAndTheStreamLives() {
        TestBrowser publisher = TestBrowser.publish(node, "live/room3", "alice").handOver();

        await("the farewell of the socket").atMost(10, TimeUnit.SECONDS).until(() -> surroundings.webhooks().stream()
                .anyMatch(hook -> hook.startsWith("websocket-disconnect")));
        await("pictures to go on").atMost(10, TimeUnit.SECONDS).until(() -> {
            long before = pictures("live/room3/alice");
            return pictures("live/room3/alice") > before;
        });
        assertThat(surroundings.webhooks())
                .doesNotContain("connection-disconnect live/room3/alice TYPE_ORIGIN")
                .doesNotContain("stream-unpublished live/room3/alice TYPE_ORIGIN");
        publisher.close();
    }

    private static long pictures(String guid) {
        return node.entry("streams", "guid", guid).path("pictures").asLong();
    }

    private static void assertCandidatesBetweenDescriptionAndTrickle(TestBrowser browser) {
        List<JsonNode> heard = browser.socket().heard();
        List<JsonNode> candidates = heard.stream()
                .filter(message -> message.at("/data/type").asText().equals("candidate"))
                .toList();
        assertThat(candidates).isNotEmpty().allSatisfy(candidate -> {
            assertThat(fields(candidate)).containsExactly("data");
            assertThat(fields(candidate.path("data"))).containsExactly("type", "candidate");
            assertThat(fields(candidate.at("/data/candidate"))).containsExactly("sdpMid", "sdpMLineIndex", "candidate");
            assertThat(candidate.at("/data/candidate/candidate").asText()).startsWith("candidate:");
        });
        int description =
                positions(heard, message -> message.at("/data/sdp").isObject()).getFirst();
        int trickle = positions(
                        heard, message -> message.at("/data/code").asText().endsWith("TrickleCompleted"))
                .getFirst();
        assertThat(candidates)
                .allSatisfy(candidate -> assertThat(heard.indexOf(candidate)).isBetween(description, trickle));
    }

    private static List<Integer> positions(List<JsonNode> heard, java.util.function.Predicate<JsonNode> wanted) {
        return java.util.stream.IntStream.range(0, heard.size())
                .filter(i -> wanted.test(heard.get(i)))
                .boxed()
                .toList();
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
