package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Browser;
import io.foyer.proxy.lab.FakeNode;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.lab.Lobby;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class TunnelIT {
    private static final String SUCCESS = "{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.Connect.Success\"}}";

    @TestHTTPResource("/")
    URI server;

    @Inject
    Lobby lobby;

    private FakeNode node;

    @BeforeEach
    void startNode() {
        node = lobby.node();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private String target(String query) {
        return "/streammanager/?" + query.replace("NODE", node.address());
    }

    @Test
    void theNodeGetsTheScopeAsItsPathAndTheRestOfTheQueryUnchanged() {
        Browser browser = Browser.dial(
                server.getPort(),
                target(
                        "id=alice&host=NODE&app=live%2Froom1&username=u+v&token=%7B%22a%22%3A%221%22%7D&x=a=b%26c&undefined"),
                "X-Forwarded-For",
                "203.0.113.9",
                "X-Forwarded-Proto",
                "https");
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
        connection.close();
        browser.close();
    }

    @Test
    void theBrowserGetsNeitherASubprotocolNorAnExtension() {
        Browser browser = Browser.dial(server.getPort(), target("id=a&host=NODE&app=live"));
        FakeNode.Connection connection = node.next().accept();
        browser.awaitAnswer();

        assertThat(browser.status()).isEqualTo(101);
        assertThat(browser.headers())
                .containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .doesNotContainKeys("sec-websocket-protocol", "sec-websocket-extensions");
        browser.close();
        connection.close();
    }

    @Test
    void whatTheNodeSaysInTheSamePacketAsIts101IsNotLost() {
        Browser browser = Browser.dial(server.getPort(), target("id=a&host=NODE&app=live"));
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS), Frame.text("second"));
        browser.awaitAnswer();

        assertThat(browser.readText()).isEqualTo(SUCCESS);
        assertThat(browser.readText()).isEqualTo("second");
        browser.close();
        connection.close();
    }

    @Test
    void switchChannelFollowedAtOnceByTheCloseReachesTheNode() {
        Browser browser = Browser.dial(server.getPort(), target("id=a&host=NODE&app=live"));
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS));
        browser.awaitAnswer();
        browser.send(Frame.text("{\"switchChannel\":\"red5pro\"}"), Frame.close());

        assertThat(connection.readText()).isEqualTo("{\"switchChannel\":\"red5pro\"}");
        assertThat(connection.read().opcode()).isEqualTo(Frame.CLOSE);
        connection.send(Frame.close());
        assertThat(browser.readToEnd()).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.CLOSE);
        connection.close();
        browser.close();
    }
}
