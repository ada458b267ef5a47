package io.foyer.room.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.RawClient;
import io.foyer.room.testing.Replica;
import io.foyer.room.testing.TestClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that takes one socket, from one origin, and is impatient. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class AdmissionIT {
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final String ORIGIN = "https://pages.example.org";

    RedisProcess redis;

    private final String room = Nodes.newRoom();
    private Replica replica;

    @BeforeEach
    void start() {
        replica = Replica.start(
                redis.uri(),
                "foyer.room.socket.max=1",
                "foyer.room.socket.ping=200ms",
                "foyer.room.allowed-origins=" + ORIGIN);
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    @Test
    void onlyAllowedOriginsAndOnlySoManyGetIn() throws IOException {
        assertThat(answer("https://evil.example.org")).contains(" 403 ");

        TestClient client = TestClient.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(replica.port())
                .setURI("/rooms/?room=" + room)
                .setAllowOriginHeader(false));
        client.expect("{'type':'active','room':'" + room + "','streams':[]}");
        assertThat(answer(ORIGIN)).contains(" 503 ");
        client.expectNothing();

        client.close();
        await("its place is free").until(() -> answer(ORIGIN).contains(" 101 "));
    }

    @Test
    void whoAnswersNoPingIsCutWithoutACloseFrame() throws IOException {
        try (RawClient silent = RawClient.dial(replica.port())) {
            silent.write(handshake(ORIGIN).getBytes(US_ASCII));

            assertThat(silent.head()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("sec-websocket-protocol");
            // The first ping may come before the room is loaded and greets the client.
            assertThat(silent.untilTheEnd())
                    .filteredOn(frame -> frame.opcode() != TEXT)
                    .extracting(RawClient.Received::opcode)
                    .containsExactly(PING, PING);
        }
    }

    /** The status line that an upgrade of this origin is answered with. */
    private String answer(String origin) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), replica.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(handshake(origin).getBytes(US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        }
    }

    private String handshake(String origin) {
        return "GET /any/path?room=" + room + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Origin: " + origin + "\r\n"
                + "Sec-WebSocket-Protocol: conference\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
}
