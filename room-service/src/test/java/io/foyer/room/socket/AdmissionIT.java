package io.foyer.room.socket;

import static io.foyer.room.testing.Lists.active;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.RawClient;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.WithReplica;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A replica that takes one socket, from one origin, and is impatient. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class AdmissionIT extends WithReplica {
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final String ORIGIN = "https://pages.example.org";

    @Override
    protected String[] settings() {
        return new String[] {
            "foyer.room.socket.max=1", "foyer.room.socket.ping=200ms", "foyer.room.allowed-origins=" + ORIGIN
        };
    }

    @Test
    void onlyAllowedOriginsAndOnlySoManyGetIn() throws IOException {
        assertThat(answer("https://evil.example.org")).contains(" 403 ");

        TestClient client = TestClient.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(replica.port())
                .setURI("/rooms/?room=" + room)
                .setAllowOriginHeader(false));
        client.expect(active(room, ""));
        assertThat(answer(ORIGIN)).contains(" 503 ");
        client.expectNothing();

        client.close();
        await("its place is free").until(() -> answer(ORIGIN).contains(" 101 "));
    }

    @Test
    void whoAnswersNoPingIsCutWithoutACloseFrame() throws IOException {
        try (RawClient silent = RawClient.dial(replica.port())) {
            silent.write(handshake(ORIGIN));

            assertThat(silent.head()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("sec-websocket-protocol");
            // The first ping may come before the room is loaded and greets the client.
            assertThat(silent.untilTheEnd())
                    .filteredOn(frame -> frame.opcode() != TEXT)
                    .extracting(RawClient.Received::opcode)
                    .containsExactly(PING, PING);
        }
    }

    /** How an upgrade of this origin is answered. */
    private String answer(String origin) throws IOException {
        try (RawClient client = RawClient.dial(replica.port())) {
            client.write(handshake(origin));
            return client.head();
        }
    }

    private byte[] handshake(String origin) {
        return RawClient.handshake(room, "1.1", "Origin: " + origin, "Sec-WebSocket-Protocol: conference");
    }
}
