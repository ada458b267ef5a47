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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handshakes as no browser sends them, but as somebody may. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class OddHandshakesIT extends TunnelTestBase {
    private static final String QUERY = "id=a&host=NODE&app=live";

    @Inject
    OpenSessions sessions;

    @AfterEach
    void nothingIsLeft() {
        await("all sessions are over").until(() -> sessions.count() == 0);
    }

    @Test
    void aClientThatSpeaksBeforeTheAnswerIsRefusedAndTheCallHungUp() {
        Browser browser = dial(QUERY);
        FakeNode.Connection connection = node.next();
        browser.text("too early");
        browser.awaitAnswer();

        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.body()).contains("handshake-malformed");
        assertThat(browser.read()).as("the connection is closed").isNull();
        assertThat(connection.read()).as("the call is hung up").isNull();
        new Pair(browser, connection).close();
    }

    @Test
    void aFrameInOnePieceWithTheHandshakeEndsTheSession() {
        Browser browser = Browser.dialSaying(server.getPort(), target(QUERY), Frame.text("too early"));
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS));
        browser.awaitAnswer();

        assertThat(browser.status()).isEqualTo(101);
        assertThat(browser.readText()).isEqualTo(SUCCESS);
        assertThat(browser.read().closeCode()).isEqualTo(1002);
        assertThat(connection.read().closeCode()).isEqualTo(1001);
        new Pair(browser, connection).close();
    }

    @Test
    void aSecondRequestBehindTheHandshakeIsNotAnswered() {
        Browser browser =
                Browser.dialSaying(server.getPort(), target(QUERY), "GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n");
        browser.awaitAnswer();

        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.body()).contains("handshake-malformed");
        assertThat(browser.read()).as("the connection is closed").isNull();
        browser.close();
    }

    @Test
    void aConnectionOfARefusedHandshakeTakesTheNextRequest() {
        Browser browser = dial(QUERY);
        FakeNode.Connection connection = node.next();
        connection.raw("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        browser.awaitAnswer();
        assertThat(browser.status()).isEqualTo(502);
        browser.raw("GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        browser.awaitAnswer();
        assertThat(browser.status()).isEqualTo(200);
        new Pair(browser, connection).close();
    }

    @Test
    void aHandshakeWithABodyIsRefused() {
        for (String[] header : new String[][] {{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}) {
            Browser browser = dial(QUERY, header);
            browser.awaitAnswer();
            assertThat(browser.body()).contains("handshake-malformed");
            assertThat(browser.status()).isEqualTo(400);
            browser.close();
        }
        assertThat(node.waiting()).isZero();
    }

    @Test
    void connectionOptionsMayStandInSeveralLines() {
        Browser browser = dial(QUERY, "Connection", "keep-alive\r\nConnection: Upgrade");
        FakeNode.Connection connection = node.next().accept();
        browser.awaitAnswer();
        assertThat(browser.status()).isEqualTo(101);
        new Pair(browser, connection).close();
    }

    @Test
    void theHandshakeIsOfHttp11() {
        Browser browser = Browser.open(server.getPort(), target(QUERY) + " HTTP/1.0\r\nNot:");
        assertThat(browser.status()).isEqualTo(426);
        assertThat(node.waiting()).isZero();
        browser.close();
    }

    @Test
    void twoKeysAreNone() {
        Browser browser = dial(QUERY, "sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==");
        browser.awaitAnswer();
        assertThat(browser.status()).isEqualTo(400);
        assertThat(node.waiting()).isZero();
    }

    /** Ingress controllers pass such an upgrade on and are blind from then on: any path of this service would be open. */
    @Test
    void nobodyGetsToSpeakHttp2() {
        Browser browser = Browser.open(
                server.getPort(),
                "/q/health/live",
                "Connection",
                "Upgrade, HTTP2-Settings",
                "Upgrade",
                "h2c",
                "HTTP2-Settings",
                "AAMAAABkAARAAAAAAAIAAAAA");
        assertThat(browser.status()).isEqualTo(200);
        browser.close();
    }

    @Test
    void controlFramesBetweenFragmentsPassInTheirPlace() {
        try (Pair pair = session()) {
            Frame[] message = {
                new Frame(false, Frame.TEXT, "one ".getBytes(StandardCharsets.UTF_8)),
                new Frame(true, Frame.PING, "ping".getBytes(StandardCharsets.UTF_8)),
                new Frame(false, Frame.CONTINUATION, new byte[0]),
                new Frame(true, Frame.PONG, new byte[0]),
                new Frame(true, Frame.CONTINUATION, "message".getBytes(StandardCharsets.UTF_8)),
            };
            pair.browser().send(message);
            pair.connection().send(message);
            for (Frame frame : message) {
                assertThat(pair.connection().read().bytes(0)).isEqualTo(frame.bytes(0));
                assertThat(pair.browser().read().bytes(0)).isEqualTo(frame.bytes(0));
            }
        }
    }

    @Test
    void aLengthWithItsTopBitSetEndsTheSession() {
        try (Pair pair = session()) {
            pair.browser().raw(new byte[] {(byte) 0x81, (byte) 0xFF, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4});
            assertThat(pair.browser().read().closeCode()).isEqualTo(1002);
        }
    }
}
