package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Browser;
import io.foyer.proxy.lab.FakeNode;
import io.foyer.proxy.lab.Frame;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that are dead, deaf, or break down at the worst moment. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class NodeFailureIT extends TunnelTestBase {
    private void isRefused(Browser browser, int status, String id) {
        browser.awaitAnswer();
        assertThat(browser.body()).contains("\"id\":\"" + id + "\"").contains("\"errorMessage\":");
        assertThat(browser.status()).isEqualTo(status);
        browser.close();
    }

    @Test
    void aNodeThatResetsTheConnectionIsUnreachable() {
        node.close();
        isRefused(dial("id=a&host=NODE&app=live"), 502, "node-unreachable");
    }

    @Test
    void aNodeThatNeverAcceptsTheConnectionIsATimeout() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getByName("127.0.29.1"))) {
            // nobody accepts: once the backlog is full, further attempts get no answer at all
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                crowd.add(socket);
                try {
                    socket.connect(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()), 100);
                } catch (SocketTimeoutException backlogIsFull) {
                    break;
                }
            }
            lobby.register("127.0.29.1", deaf.getLocalPort());
            isRefused(dial("id=a&host=127.0.29.1&app=live"), 504, "node-connect-timeout");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void aNodeThatAcceptsTheConnectionButSaysNothingIsATimeout() {
        Browser browser = dial("id=a&host=NODE&app=live");
        FakeNode.Connection connection = node.next();
        isRefused(browser, 504, "node-answer-timeout");
        assertThat(connection.read()).as("the call is hung up").isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 404 Not Found~Content-Length: 0~~|node-refused",
                "HTTP/1.1 200 OK~Content-Length: 0~~|node-refused",
                "HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: no~~|node-answer-malformed",
                "HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~Sec-WebSocket-Extensions: permessage-deflate~~|node-answer-malformed",
                "SSH-2.0-OpenSSH~~|node-answer-malformed",
            })
    void aNodeThatAnswersSomethingElseIsABadGateway(String answer, String id) {
        Browser browser = dial("id=a&host=NODE&app=live");
        try (FakeNode.Connection connection = node.next()) {
            connection.raw(answer.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
            isRefused(browser, 502, id);
        }
    }

    @Test
    void aNodeThatHangsUpBeforeItsAnswerIsABadGateway() {
        Browser browser = dial("id=a&host=NODE&app=live");
        node.next().close();
        isRefused(browser, 502, "node-closed");
    }

    @Test
    void aPageWhoseNodeHangsUpRightAfterThe101IsToldThatItFailed() {
        Browser browser = dial("id=a&host=NODE&app=live");
        node.next().accept().close();
        browser.awaitAnswer();

        assertThat(browser.status()).isEqualTo(101);
        assertThat(browser.readText()).isEqualTo(FAILED);
        assertThat(browser.read().closeCode()).isEqualTo(1011);
        browser.close();
    }

    @Test
    void aPageWhoseNodeClosesBeforeItSaidAnythingIsToldThatItFailed() {
        Browser browser = dial("id=a&host=NODE&app=live");
        FakeNode.Connection connection = node.next().accept(Frame.close(1000));
        browser.awaitAnswer();

        assertThat(browser.readText()).isEqualTo(FAILED);
        assertThat(browser.read().closeCode()).isEqualTo(1000);
        new Pair(browser, connection).close();
    }

    @Test
    void aNodeThatBreaksDownEndsThePagesSocketWith1011() {
        try (Pair pair = session()) {
            pair.connection().text("last words");
            assertThat(pair.browser().readText()).isEqualTo("last words");
            pair.connection().reset();
            assertThat(pair.browser().read().closeCode()).isEqualTo(1011);
        }
    }

    @Test
    void aNodeThatBreaksDownInsideAMessageBreaksThePagesConnection() {
        try (Pair pair = session()) {
            byte[] frame = Frame.text("x".repeat(1000)).bytes(0);
            pair.connection().raw(Arrays.copyOf(frame, 500));
            pair.connection().close();
            assertThat(pair.browser().read())
                    .as("no close frame fits into a message's middle")
                    .isNull();
        }
    }

    @Test
    void aPageThatBreaksDownIsReportedToTheNode() {
        try (Pair pair = session()) {
            pair.browser().text("last words");
            assertThat(pair.connection().readText()).isEqualTo("last words");
            pair.browser().reset();
            assertThat(pair.connection().read().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void aNodeThatOnlyShutsItsSendingSideIsGone() throws IOException {
        try (Pair pair = session()) {
            pair.connection().socket().shutdownOutput();
            assertThat(pair.browser().read().closeCode()).isEqualTo(1011);
        }
    }

    @Test
    void aNodeThatMasksItsFramesEndsTheSession() {
        try (Pair pair = session()) {
            pair.connection().raw(Frame.text("masked").bytes(0x01020304));
            assertThat(pair.browser().read().closeCode()).isEqualTo(1011);
            assertThat(pair.connection().read().closeCode()).isEqualTo(1002);
        }
    }
}
