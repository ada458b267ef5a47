package io.foyer.lab.node.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.Surroundings;
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
}
