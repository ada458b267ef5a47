package io.foyer.proxy;

import io.foyer.proxy.lab.Browser;
import io.foyer.proxy.lab.FakeNode;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.lab.Lobby;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A proxy with one node of the test's own. */
abstract class TunnelTestBase {
    static final String SUCCESS = "{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.Connect.Success\"}}";
    static final String FAILED = "{\"data\":{\"type\":\"error\",\"code\":\"NetConnection.Connect.Failed\"}}";

    @TestHTTPResource("/")
    URI server;

    @Inject
    Lobby lobby;

    FakeNode node;

    /** A session with both ends. */
    record Pair(Browser browser, FakeNode.Connection connection) implements AutoCloseable {
        @Override
        public void close() {
            browser.close();
            connection.close();
        }
    }

    @BeforeEach
    void startNode() {
        node = lobby.node();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    /** @param query with NODE for the node's address */
    String target(String query) {
        return "/streammanager/?" + query.replace("NODE", node.address());
    }

    Browser dial(String query, String... headers) {
        return Browser.dial(server.getPort(), target(query), headers);
    }

    /** A session whose page has heard that it is connected. */
    Pair session(String query) {
        Browser browser = dial(query);
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS));
        browser.awaitAnswer();
        if (browser.status() != 101 || !browser.readText().equals(SUCCESS)) {
            throw new AssertionError("no session: " + browser.status() + " " + browser.body());
        }
        return new Pair(browser, connection);
    }

    Pair session() {
        return session("id=alice&host=NODE&app=live/room1");
    }
}
