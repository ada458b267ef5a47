package io.foyer.lab.node.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import io.foyer.lab.node.support.Surroundings;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the first heartbeat to the farewell. */
class LifeCycleTest {
    private final Surroundings surroundings = new Surroundings();

    @AfterEach
    void stop() {
        surroundings.close();
    }

    @Test
    void aNodeReportsItselfTakesItsProvisionsAndLeavesWhenItIsAskedToEnd() {
        surroundings.replyWithProvisions("[{\"context\":\"live/room1\",\"name\":\"room1\"}]");
        try (NodeProcess node = NodeProcess.start(
                "--id=origin-9",
                "--address=127.0.25.1",
                "--port=0",
                "--region=nyc3",
                "--registry=" + surroundings.url())) {
            await("the provision in the report").until(() -> surroundings
                    .heartbeat("origin-9")
                    .path("provisions")
                    .toString()
                    .contains("live/room1/room1"));
            JsonNode report = surroundings.heartbeat("origin-9");
            assertThat(report.path("role").asText()).isEqualTo("origin");
            assertThat(report.path("address").asText()).isEqualTo("127.0.25.1");
            assertThat(report.path("signalingPort").asInt()).isEqualTo(node.port());
            assertThat(report.path("region").asText()).isEqualTo("nyc3");
            assertThat(report.path("streams").isArray()).isTrue();
            assertThat(report.path("launchTime").asLong()).isPositive();

            surroundings.replyWithProvisions("[]");
            await("the provision gone")
                    .until(() -> node.state().path("provisions").isEmpty());

            node.faults("silentHeartbeat");
            assertThat(node.terminate(10)).isZero();
            assertThat(surroundings.hasLeft("origin-9")).isTrue();
        }
    }

    @Test
    void whenTheRegistryIsGoneForAWhileTheNodeGoesOnAndReportsTheSameAgain() {
        surroundings.replyWithProvisions("[{\"context\":\"live/room1\",\"name\":\"room1\"}]");
        try (NodeProcess node = node("origin-9", "127.0.25.3")) {
            await("the provision in the report")
                    .until(() ->
                            reported("origin-9").path("provisions").toString().contains("live/room1/room1"));
            long launched = reported("origin-9").path("launchTime").asLong();
            SignalingClient client = SignalingClient.open(node, "live/room1", "id=alice");

            surroundings.vanish();
            await("a failure").until(() -> node.output().contains("heartbeat=failed"));
            client.say("{\"isAvailable\":\"alice\",\"bundle\":true}");
            client.await("an answer meanwhile", message -> message.has("isAvailable"));

            surroundings.comeBack();
            await("a report").until(() -> !reported("origin-9").isMissingNode());
            assertThat(reported("origin-9").path("launchTime").asLong())
                    .as("still the same life")
                    .isEqualTo(launched);
            assertThat(reported("origin-9").path("provisions").toString()).contains("live/room1/room1");
            assertThat(reported("origin-9").path("connections").asInt())
                    .as("who was connected still is")
                    .isEqualTo(1);
            await("the good news").until(() -> node.output().contains("heartbeat=accepted"));
            client.close();
        }
    }

    @Test
    void aNodeToldToBeSilentServesItsClientsAndReportsNothingUntilItIsToldToBehave() {
        try (NodeProcess silent = node("origin-7", "127.0.25.4");
                NodeProcess other = node("origin-8", "127.0.25.5")) {
            await("both to report")
                    .until(() -> !reported("origin-7").isMissingNode()
                            && !reported("origin-8").isMissingNode());
            silent.faults("silentHeartbeat");
            // One may have been on its way.
            int others = surroundings.calls("origin-8").size();
            await("two rounds").until(() -> surroundings.calls("origin-8").size() >= others + 2);
            int before = surroundings.calls("origin-7").size();

            int reports = surroundings.calls("origin-8").size();
            await("five rounds of the other node")
                    .until(() -> surroundings.calls("origin-8").size() >= reports + 5);
            assertThat(surroundings.calls("origin-7")).hasSize(before);
            SignalingClient.open(silent, "live", "id=a").close();

            silent.faults();
            await("a report").until(() -> surroundings.calls("origin-7").size() > before);
            assertThat(other.alive()).isTrue();
        }
    }

    @Test
    void aReportThatIsUnderWayDoesNotBringBackANodeThatLeaves() {
        try (NodeProcess node = node("origin-6", "127.0.25.6")) {
            await("a report").until(() -> !reported("origin-6").isMissingNode());
            surroundings.holdHeartbeats();
            await("a report under way").until(() -> surroundings.heldHeartbeats() == 1);

            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> node.terminate(10));
            await("the node to be leaving").until(node::leaving);
            surroundings.answerHeartbeats();

            assertThat(end.join()).isZero();
            assertThat(surroundings.calls("origin-6").getLast()).isEqualTo("DELETE");
        }
    }

    @Test
    void aTakenPortEndsInOneSentence() {
        try (NodeProcess first = NodeProcess.start("--address=127.0.25.2", "--port=0");
                NodeProcess second = NodeProcess.launch("--address=127.0.25.2", "--port=" + first.port())) {
            assertThat(second.exitStatus(10)).isEqualTo(1);
            assertThat(second.output())
                    .isEqualTo("The node cannot listen on 127.0.25.2:" + first.port()
                            + ": the port is taken by another program.");
        }
    }

    @Test
    void aSettingThatCannotBeUsedEndsInOneSentence() {
        try (NodeProcess node = NodeProcess.launch("--rolle=origin")) {
            assertThat(node.exitStatus(10)).isEqualTo(2);
            assertThat(node.output()).isEqualTo("There is no argument --rolle");
        }
    }

    private JsonNode reported(String id) {
        return surroundings.heartbeat(id);
    }

    private NodeProcess node(String id, String address) {
        return NodeProcess.start(
                "--id=" + id,
                "--address=" + address,
                "--port=0",
                "--heartbeat-millis=200",
                "--registry=" + surroundings.url());
    }
}
