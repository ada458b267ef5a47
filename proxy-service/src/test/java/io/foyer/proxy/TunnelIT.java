package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Browser;
import io.foyer.proxy.lab.FakeNode;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class TunnelIT extends TunnelTestBase {
    /** The long run is {@code -Dfoyer.test.repetitions=10000}. */
    private static final int REPETITIONS = Integer.getInteger("foyer.test.repetitions", 1000);

    private static final String SWITCH = "{\"switchChannel\":\"red5pro\"}";

    @Inject
    OpenSessions sessions;

    @Test
    void theNodeGetsTheScopeAsItsPathAndTheRestOfTheQueryUnchanged() {
        Browser browser = dial(
                "id=alice&host=NODE&app=live%2Froom1&username=u+v&token=%7B%22a%22%3A%221%22%7D&x=a=b%26c&undefined",
                "X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https");
        FakeNode.Connection connection = node.next();

        assertThat(connection.requestLine())
                .isEqualTo(
                        "GET /live/room1/?id=alice&username=u+v&token=%7B%22a%22%3A%221%22%7D&x=a=b%26c&undefined HTTP/1.1");
        assertThat(connection.headers())
                .containsEntry("host", node.address() + ":" + node.port())
                .containsEntry("x-forwarded-for", "203.0.113.9")
                .containsEntry("x-forwarded-for-meta-secure", "true")
                .containsEntry(
                        "x-forwarded-for-meta-port",
                        String.valueOf(browser.socket().getLocalPort()))
                .containsEntry("x-forwarded-for-meta-type", "WEB")
                .containsEntry("user-agent", "Mozilla/5.0 (test)")
                .containsEntry("origin", "https://meet.example.org")
                .containsEntry("sec-websocket-protocol", "json")
                .containsEntry("sec-websocket-version", "13")
                .doesNotContainKey("sec-websocket-extensions");
        new Pair(browser, connection.accept()).close();
    }

    @Test
    void theSlashBeforeTheQueryMayBeMissing() {
        Browser browser = Browser.dial(server.getPort(), "/streammanager?id=a&app=live/room1&host=" + node.address());
        FakeNode.Connection connection = node.next().accept();
        browser.awaitAnswer();
        assertThat(connection.requestLine()).isEqualTo("GET /live/room1/?id=a HTTP/1.1");
        assertThat(browser.status()).isEqualTo(101);
        new Pair(browser, connection).close();
    }

    @Test
    void aQueryOfAlmost16KiBPasses() {
        String token = "t".repeat(15_000);
        Browser browser = dial("id=a&app=live&host=NODE&token=" + token);
        FakeNode.Connection connection = node.next();
        assertThat(connection.requestLine()).endsWith("&token=" + token + " HTTP/1.1");
        new Pair(browser, connection.accept()).close();
    }

    @Test
    void theBrowserGetsNeitherASubprotocolNorAnExtension() {
        Browser browser = dial("id=a&host=NODE&app=live");
        FakeNode.Connection connection = node.next().accept();
        browser.awaitAnswer();

        assertThat(browser.status()).isEqualTo(101);
        assertThat(browser.headers())
                .containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .doesNotContainKeys("sec-websocket-protocol", "sec-websocket-extensions");
        new Pair(browser, connection).close();
    }

    @Test
    void whatTheNodeSaysInTheSamePacketAsIts101IsNotLost() {
        Browser browser = dial("id=a&host=NODE&app=live");
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS), Frame.text("second"));
        browser.awaitAnswer();

        assertThat(browser.readText()).isEqualTo(SUCCESS);
        assertThat(browser.readText()).isEqualTo("second");
        new Pair(browser, connection).close();
    }

    @Test
    void switchChannelFollowedAtOnceByTheCloseReachesTheNodeEveryTime() throws Exception {
        try (ExecutorService tasks = Executors.newFixedThreadPool(16)) {
            List<Future<?>> repetitions = new ArrayList<>();
            for (int i = 0; i < REPETITIONS; i++) {
                boolean abrupt = i % 2 == 0;
                repetitions.add(tasks.submit(() -> switchAndClose(abrupt)));
            }
            for (Future<?> repetition : repetitions) {
                repetition.get();
            }
        }
        await("all sessions are over").until(() -> sessions.count() == 0);
    }

    /** @param abrupt the page is closed: its connection ends right behind its last frame */
    private void switchAndClose(boolean abrupt) {
        try (FakeNodeAnswering ends = new FakeNodeAnswering()) {
            ends.browser.send(Frame.text(SWITCH), Frame.close());
            if (abrupt) {
                ends.browser.close();
            }
            assertThat(ends.connection.readText()).isEqualTo(SWITCH);
            Frame close = ends.connection.read();
            assertThat(close.opcode()).isEqualTo(Frame.CLOSE);
            assertThat(close.closeCode()).isEqualTo(-1);
            ends.connection.send(Frame.close());
            if (!abrupt) {
                assertThat(ends.browser.readToEnd()).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.CLOSE);
            }
        }
    }

    /** One session among many at the same node; which connection belongs to which browser does not matter to the test. */
    private final class FakeNodeAnswering implements AutoCloseable {
        private final Browser browser;
        private final FakeNode.Connection connection;

        FakeNodeAnswering() {
            synchronized (node) {
                browser = dial("id=a&host=NODE&app=live");
                connection = node.next().accept(Frame.text(SUCCESS));
            }
            browser.awaitAnswer();
        }

        @Override
        public void close() {
            browser.close();
            connection.close();
        }
    }

    @Test
    void anOfferOf200KiBPassesAlsoInFragments() {
        try (Pair pair = session()) {
            byte[] offer = ("{\"handleOffer\":\"a\",\"data\":\"" + "x".repeat(200 * 1024) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            pair.browser().send(new Frame(true, Frame.TEXT, offer));
            assertThat(pair.connection().read().payload()).isEqualTo(offer);

            pair.connection().send(new Frame(false, Frame.TEXT, offer), new Frame(true, Frame.CONTINUATION, offer));
            assertThat(pair.browser().read())
                    .satisfies(frame -> assertThat(frame.fin()).isFalse());
            assertThat(pair.browser().read()).satisfies(frame -> {
                assertThat(frame.opcode()).isEqualTo(Frame.CONTINUATION);
                assertThat(frame.payload()).isEqualTo(offer);
            });
        }
    }

    @Test
    void aMessageOf2MiBEndsItsSessionWith1009AndNoOther() {
        try (Pair other = session();
                Pair pair = session()) {
            Thread sender =
                    Thread.ofVirtual().start(() -> pair.browser().send(new Frame(true, Frame.TEXT, new byte[2 << 20])));
            assertThat(pair.browser().read().closeCode()).isEqualTo(1009);
            assertThat(pair.connection().read().closeCode()).isEqualTo(1001);
            sender.join();

            other.browser().text("still here");
            assertThat(other.connection().readText()).isEqualTo("still here");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pingsAndPongsOfTheEndsPassBetweenThem() {
        try (Pair pair = session()) {
            byte[] payload = "theirs".getBytes(StandardCharsets.US_ASCII);
            pair.connection().send(new Frame(true, Frame.PING, payload));
            assertThat(pair.browser().read().opcode()).isEqualTo(Frame.PING);
            pair.browser().send(new Frame(true, Frame.PONG, payload));
            assertThat(pair.connection().read()).satisfies(pong -> {
                assertThat(pong.opcode()).isEqualTo(Frame.PONG);
                assertThat(pong.payload()).isEqualTo(payload);
            });
        }
    }

    @Test
    void aBrowserThatDialsTwiceLeavesOneConnectionAtTheNode() {
        Browser first = dial("id=a&host=NODE&app=live");
        FakeNode.Connection abandoned = node.next();
        first.close();
        Browser second = dial("id=a&host=NODE&app=live");
        FakeNode.Connection used = node.next().accept(Frame.text(SUCCESS));
        second.awaitAnswer();

        assertThat(second.status()).isEqualTo(101);
        assertThat(abandoned.read()).as("the first call is hung up").isNull();
        assertThat(second.readText()).isEqualTo(SUCCESS);
        assertThat(node.waiting()).isZero();
        new Pair(second, used).close();
    }

    @Test
    void twoSessionsMayHaveTheSameId() {
        try (Pair one = session();
                Pair two = session()) {
            one.browser().text("one");
            two.browser().text("two");
            assertThat(one.connection().readText()).isEqualTo("one");
            assertThat(two.connection().readText()).isEqualTo("two");
        }
    }
}
