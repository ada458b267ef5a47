package io.foyer.lab.node.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import io.vertx.core.http.UpgradeRejectedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each way of misbehaving, switched on and off in a running node. */
class FaultsTest {
    private static NodeProcess node;

    @BeforeAll
    static void start() {
        node = NodeProcess.start("--address=127.0.23.1", "--port=0");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void behave() {
        if (node.alive()) {
            node.faults();
            SignalingClient.open(node, "live", "id=well").close();
        }
    }

    @Test
    void refuseAnswersTheHandshakeWith503() {
        node.faults("refuse");

        CompletableFuture<SignalingClient> refused = SignalingClient.connect(node, "live", "id=a");

        await("refusal").until(refused::isDone);
        assertThat(refused)
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(UpgradeRejectedException.class, rejected -> assertThat(rejected.getStatus())
                        .isEqualTo(503));
    }

    @Test
    void hangNeverAnswersTheHandshakeAndOthersAreServedAfterwards() {
        node.faults("hang");
        CompletableFuture<SignalingClient> hanging = SignalingClient.connect(node, "live", "id=a");
        await("the handshake to arrive")
                .until(() -> node.state().path("handshakesHeld").asInt() == 1);
        node.faults();
        SignalingClient.open(node, "live", "id=b").close();

        assertThat(hanging).isNotDone();
    }

    @Test
    void silentOpensAndSaysNothing() {
        node.faults("silent");
        SignalingClient client = SignalingClient.connect(node, "live", "id=a").join();
        client.say("{\"isAvailable\":\"x\",\"bundle\":true}");
        whenAnotherWasServed(() -> client.heard().isEmpty());
        assertThat(client.closed()).isFalse();
        client.close();
    }

    @Test
    void closeEarlyClosesRightAfterSuccess() {
        node.faults("closeEarly");
        SignalingClient client = SignalingClient.connect(node, "live", "id=a").join();

        await("the close").until(client::closed);
        assertThat(client.heard()).hasSize(1);
        assertThat(client.heard().getFirst().at("/data/code").asText()).isEqualTo("NetConnection.Connect.Success");
    }

    @Test
    void rejectConnectSaysSoAndCloses() {
        node.faults("rejectConnect");
        SignalingClient client = SignalingClient.connect(node, "live", "id=a").join();

        await("the close").until(client::closed);
        assertThat(client.heard()).hasSize(1);
        assertThat(client.heard().getFirst().at("/data/code").asText()).isEqualTo("NetConnection.Connect.Rejected");
    }

    @Test
    void slowSaysEverythingLaterAndInOrder() {
        node.faults("slow");
        long before = System.nanoTime();
        SignalingClient client = SignalingClient.open(node, "live", "id=a");
        client.say("{\"isAvailable\":\"x\",\"bundle\":true}");
        client.await("an answer", message -> message.has("isAvailable"));

        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
        List<String> calls = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
        calls.forEach(id -> client.say("{\"callAdapter\":{\"method\":\"m\"},\"id\":\"" + id + "\",\"async\":true}"));
        client.await("the last answer", message -> message.path("id").asText().equals("199"));
        assertThat(client.heard().stream()
                        .filter(message -> message.has("async"))
                        .map(message -> message.path("id").asText()))
                .containsExactlyElementsOf(calls);
        client.close();
    }

    @Test
    void aFaultNobodyKnowsIsRefusedByName() {
        assertThat(node.post("/simulator/faults", "{\"fault\":\"fly\"}").statusCode())
                .isEqualTo(400);
        assertThat(node.post("/simulator/faults", "{\"fault\":\"fly\"}").body()).contains("fly");
        assertThat(node.get("/simulator/faults").body()).doesNotContain("fly");
    }

    @Test
    void dieHaltsTheProcess() {
        try (NodeProcess mortal = NodeProcess.start("--address=127.0.23.2", "--port=0")) {
            CompletableFuture<Void> order =
                    CompletableFuture.runAsync(() -> mortal.post("/simulator/faults", "{\"fault\":\"die\"}"));
            assertThat(mortal.exitStatus(10)).isEqualTo(1);
            try {
                order.join();
            } catch (CompletionException cut) {
                assertThat(cut).hasRootCauseInstanceOf(java.io.IOException.class);
            }
        }
    }

    /** A full exchange with a well-behaved session proves that the node had the time to say something. */
    private static void whenAnotherWasServed(BooleanSupplier stillTrue) {
        node.faults();
        SignalingClient.open(node, "live", "id=other").close();
        assertThat(stillTrue.getAsBoolean()).isTrue();
    }
}
