package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(HeartbeatIT.QuickPings.class)
class HeartbeatIT extends TunnelTestBase {
    /** Quick enough for a test, and slow enough for a busy machine to answer. */
    public static final class QuickPings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("foyer.proxy.ping-interval", "700ms", "foyer.proxy.close-grace", "500ms");
        }
    }

    @Inject
    OpenSessions sessions;

    @AfterEach
    void nothingIsLeft() {
        await("all sessions are over").until(() -> sessions.count() == 0);
    }

    @Test
    void bothEndsArePingedAndNeitherSeesTheOthersPong() {
        try (Pair pair = session()) {
            pair.browser().answeringPings();
            pair.connection().answeringPings();
            List<Frame> seenByNode = new ArrayList<>();
            Thread reader = Thread.ofVirtual()
                    .start(() -> seenByNode.addAll(pair.connection().readToEnd()));
            Thread.ofVirtual().start(() -> {
                await().until(() ->
                        pair.browser().pingsSeen() >= 3 && pair.connection().pingsSeen() >= 3);
                pair.browser().send(Frame.text("done"), Frame.close(1000));
            });
            List<Frame> seenByBrowser = new ArrayList<>();
            for (Frame frame = pair.browser().read();
                    frame != null;
                    frame = pair.browser().read()) {
                seenByBrowser.add(frame);
            }
            reader.join();
            assertThat(seenByNode).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.CLOSE);
            assertThat(seenByBrowser).extracting(Frame::opcode).containsExactly(Frame.CLOSE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeThatFallsSilentIsGivenUp() {
        try (Pair pair = session()) {
            pair.browser().answeringPings();
            assertThat(pair.browser().read().closeCode()).isEqualTo(1011);
            List<Frame> seenByNode = pair.connection().readToEnd();
            assertThat(seenByNode).extracting(Frame::opcode).containsExactly(Frame.PING, Frame.PING, Frame.CLOSE);
        }
    }

    @Test
    void aPageThatFallsSilentIsGivenUp() {
        try (Pair pair = session()) {
            pair.connection().answeringPings();
            assertThat(pair.connection().read().closeCode()).isEqualTo(1001);
        }
    }
}
