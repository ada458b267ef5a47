package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.domain.session.Side;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.lab.Peer;
import io.foyer.proxy.sessions.OpenSession;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One end stops reading: the other is not read either, so nothing piles up, and nothing is lost when it goes on. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class BackPressureIT extends TunnelTestBase {
    private static final int MESSAGES = 600;
    private static final int SIZE = 100_000;

    @Inject
    OpenSessions sessions;

    @Test
    void aSlowPageStopsTheNode() {
        try (Pair pair = session("id=slowpage&host=NODE&app=live/slowpage")) {
            slowReader(pair.connection(), pair.browser(), Side.NODE, "live/slowpage");
        }
    }

    @Test
    void aSlowNodeStopsThePage() {
        try (Pair pair = session("id=slownode&host=NODE&app=live/slownode")) {
            slowReader(pair.browser(), pair.connection(), Side.BROWSER, "live/slownode");
        }
    }

    private void slowReader(Peer sender, Peer reader, Side from, String app) {
        OpenSession session = sessions.all().stream()
                .filter(open -> open.app().equals(app))
                .findFirst()
                .orElseThrow();
        Thread.ofVirtual().start(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                sender.send(new Frame(true, Frame.BINARY, message(i)));
            }
        });
        AtomicLong before = new AtomicLong(-1);
        await("the proxy reads no more")
                .pollInterval(Duration.ofMillis(200))
                .until(() -> session.bytes(from) > 0 && before.getAndSet(session.bytes(from)) == session.bytes(from));
        assertThat(session.bytes(from))
                .as("what the proxy took: the reader's socket buffers and one write queue, not all that was sent")
                .isLessThan((long) MESSAGES * SIZE / 2);

        for (int i = 0; i < MESSAGES; i++) {
            assertThat(List.of(reader.read().payload())).containsExactly(message(i));
        }
    }

    private static byte[] message(int number) {
        byte[] message = new byte[SIZE];
        message[0] = (byte) number;
        message[SIZE - 1] = (byte) (number >> 8);
        return message;
    }
}
