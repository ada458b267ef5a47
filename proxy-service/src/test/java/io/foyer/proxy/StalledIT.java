package io.foyer.proxy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.lab.Peer;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One end stops reading for good, while it goes on to speak: the session ends with 1013 and the other end is told. That nothing
 * piles up until then is shown by {@link BackPressureIT}.
 */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(HeartbeatIT.QuickPings.class)
class StalledIT extends TunnelTestBase {
    /** More than both sockets' buffers and all that the proxy may hold can take. */
    private static final int MESSAGES = 600;

    private static final byte[] MESSAGE = new byte[100_000];

    @Inject
    OpenSessions sessions;

    @AfterEach
    void nothingIsLeft() {
        await("all sessions are over").until(() -> sessions.count() == 0);
    }

    @Test
    void aPageThatTakesNothingIsGivenUpAndItsNodeIsTold() {
        try (Pair pair = session()) {
            List<Frame> told = untilTheEnd(pair.connection(), pair.browser());
            assertThat(told.getLast().closeCode()).isEqualTo(1001);
        }
        await("the end is counted").untilAsserted(() -> assertThat(metrics()).contains("client-stalled\"} 1.0"));
    }

    @Test
    void aNodeThatTakesNothingIsGivenUpAndItsPageIsTold() {
        try (Pair pair = session()) {
            List<Frame> told = untilTheEnd(pair.browser(), pair.connection());
            assertThat(told.getLast().closeCode()).isEqualTo(1013);
        }
        await("the end is counted").untilAsserted(() -> assertThat(metrics()).contains("node-stalled\"} 1.0"));
    }

    private String metrics() {
        return given().port(server.getPort()).get("/q/metrics").asString();
    }

    /** What the sender gets to see until its connection ends, while the other end speaks and takes nothing. */
    private List<Frame> untilTheEnd(Peer sender, Peer stalled) {
        AtomicBoolean over = new AtomicBoolean();
        Thread sending = Thread.ofVirtual().start(() -> sendAll(sender));
        Thread speaking = Thread.ofVirtual().start(() -> speak(stalled, over));
        List<Frame> seen = sender.readToEnd();
        over.set(true);
        assertThat(seen).extracting(Frame::opcode).contains(Frame.TEXT);
        sending.interrupt();
        speaking.interrupt();
        return seen;
    }

    private static void sendAll(Peer sender) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                sender.send(new Frame(true, Frame.BINARY, MESSAGE));
            }
        } catch (UncheckedIOException cut) {
            // as it should be
        }
    }

    private static void speak(Peer stalled, AtomicBoolean over) {
        try {
            while (!over.get()) {
                stalled.text("still here");
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
        } catch (UncheckedIOException cut) {
            // as it should be
        }
    }
}
