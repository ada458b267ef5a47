package io.foyer.room.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Metrics;
import io.foyer.room.testing.RawClient;
import io.foyer.room.testing.RawClient.Received;
import io.foyer.room.testing.Replica;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.WithReplica;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send too much, too long, or do not read: they are told, nobody else notices, and memory is bounded. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class OddClientsIT extends WithReplica {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    @Override
    protected String[] settings() {
        return new String[] {
            "foyer.room.socket.ping=500ms",
            "foyer.room.socket.stalled=1s",
            "foyer.room.socket.messages-per-second=50000"
        };
    }

    @Test
    void aFrameThatIsTooLongIsRefusedAtItsHeader() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            RawClient client = RawClient.upgraded(replica.port(), room);
            client.write(RawClient.header(TEXT, 1024 * 1024));
            clients.add(client);
        }

        for (RawClient client : clients) {
            List<Received> told = client.untilTheEnd();
            assertThat(told).anyMatch(frame -> frame.text().contains("\"id\":\"too-big\""));
            assertThat(told.getLast().opcode()).isEqualTo(CLOSE);
            assertThat(told.getLast().closeCode()).isEqualTo(1009);
            client.close();
        }
        assertThat(Metrics.value(replica.port(), "foyer_room_messages_invalid_total{reason=\"too-big\"}"))
                .isEqualTo(150);
    }

    @Test
    void bytesThatAreNoFrameEndTheConnection() throws IOException {
        try (RawClient client = RawClient.upgraded(replica.port(), room)) {
            client.write(RawClient.frame(5, new byte[10]));

            Received last = client.untilTheEnd().getLast();
            assertThat(last.opcode()).isEqualTo(CLOSE);
            assertThat(last.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void aMessageThatBeginsWithNothingEndsTheConnection() throws IOException {
        try (RawClient client = RawClient.upgraded(replica.port(), room)) {
            byte[] start = RawClient.frame(TEXT, new byte[0]);
            start[0] = TEXT; // Not final.
            client.write(start);

            assertThat(client.untilTheEnd().getLast().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void whoDoesNotGetIntoAFullRoomTakesNobodysPlaceWithIt() {
        try (Replica small = Replica.start(redis.uri(), "foyer.room.max-clients=2")) {
            TestClient host = TestClient.greetedHost(small.port(), room);
            TestClient other = TestClient.greetedHost(small.port(), room);
            for (int i = 0; i < 3; i++) {
                TestClient late = TestClient.host(small.port(), room);
                assertThat(late.waitForType("error").toString()).contains("room-full");
                assertThat(late.closeCode()).isEqualTo((short) 1013);
            }

            host.say("exclude", room, "a").waitForType("excluded");
            other.waitForType("excluded");
            other.close();
            await("its place is free").until(() -> {
                TestClient next = TestClient.host(small.port(), room);
                return !next.nextOfAll().contains("room-full");
            });
        }
    }

    /** Seen with pings: the answers filled the memory of the service in 24 s. */
    @ParameterizedTest
    @ValueSource(ints = {PING, TEXT})
    void whoAsksAndTakesNoAnswerIsReadNoMoreThenClosedThenCut(int opcode) throws IOException {
        TestClient other = TestClient.greetedHost(replica.port(), room);
        String question = opcode == PING ? "x".repeat(125) : "{\"type\":\"getActiveStreams\"}";
        try (RawClient silent = RawClient.upgraded(replica.port(), room)) {
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> flood = CompletableFuture.runAsync(
                    () -> flood(silent, RawClient.frame(opcode, question.getBytes(UTF_8)), sent));

            await("it is closed")
                    .until(() -> Metrics.value(replica.port(), "foyer_room_closes_total{reason=\"slow-reader\"}") == 1);
            assertThat(sent.get()).as("bytes taken from it").isLessThan(16 * 1024 * 1024);

            Received last = silent.untilTheEnd().getLast();
            assertThat(last.opcode()).isEqualTo(CLOSE);
            assertThat(last.closeCode()).isEqualTo(1013);
            flood.join();
        }
        other.expectNothing();
    }

    private static void flood(RawClient client, byte[] frame, AtomicLong sent) {
        try {
            OutputStream out = client.out();
            while (true) {
                out.write(frame);
                sent.addAndGet(frame.length);
            }
        } catch (IOException e) {
            // The server cut it.
        }
    }

    @Test
    void anUpgradeInHttpOneDotZeroIsAnsweredWithWhatToDo() throws IOException {
        try (RawClient client = RawClient.dial(replica.port())) {
            client.write(RawClient.handshake(room, "1.0"));

            assertThat(client.head()).contains(" 426 ");
            assertThat(client.rest()).contains("proxy_http_version 1.1");
        }
    }

    @Test
    void asManySocketsAsTheMemoryHolds() {
        // 256 MiB: half of it for messages of 64 KiB that are not complete.
        assertThat(Metrics.value(replica.port(), "foyer_room_sockets_max")).isEqualTo(2048);
    }
}
