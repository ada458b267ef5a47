package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.NodeState;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Browser;
import io.foyer.proxy.lab.FakeNode;
import io.foyer.proxy.lab.Frame;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is turned away before the 101, and that nobody is dialed for it. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class RefusalIT extends TunnelTestBase {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "app=live 400 host-missing",
                "app=live&host= 400 host-missing",
                "app=live&host=10.9.9.9 403 node-unknown",
                "app=live&host=localhost 403 node-unknown",
                "app=live&host=127.0.0.1 403 node-unknown",
                "app=live&host=NODE:PORT 403 node-unknown",
                "app=live&host=NODE. 403 node-unknown",
                "app=live&host=%5B::1%5D 403 node-unknown",
                "app=live&host=::ffff:NODE 403 node-unknown",
                "app=live&host=0x7f000001 403 node-unknown",
                "app=live&host=2130706433 403 node-unknown",
                "app=live&host=169.254.169.254 403 node-unknown",
                "app=live&host=NODE%00 400 host-malformed",
                "app=live&host=NODE%00.example.org 400 host-malformed",
                "app=live&host=user@NODE 400 host-malformed",
                "app=live&host=NODE@evil.example.org 400 host-malformed",
                "app=live&host=NODE/../x 400 host-malformed",
                "app=live&host=NODE%0d%0aX:1 400 host-malformed",
                "app=live&host=NODE&host=10.9.9.9 400 host-malformed",
                "host=NODE 400 app-missing",
                "host=NODE&app= 400 app-missing",
                "host=NODE&app=live%252Froom1 400 bad-name",
                "host=NODE&app=undefined 400 bad-name",
                "host=NODE&app=live/x_wr_wr 400 bad-name",
                "host=NODE&app=live/%E2%80%AEx 400 bad-name",
                "host=NODE&app=live/../admin 400 bad-name",
                "host=NODE&app=..%2Fadmin 400 bad-name",
                "host=NODE&app=live%00 400 bad-name",
                "host=NODE&app=..%3B/manager 400 bad-name",
                "host=NODE&app=live&context=.. 400 bad-name",
            })
    void isRefused(String query, int status, String id) {
        Browser browser = Browser.open(server.getPort(), target(query.replace("PORT", "" + node.port())));
        assertThat(browser.body()).contains("\"id\":\"" + id + "\"");
        assertThat(browser.status()).isEqualTo(status);
        assertThat(browser.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(node.waiting()).as("nobody was dialed").isZero();

        RestAssured.given()
                .port(server.getPort())
                .urlEncodingEnabled(false)
                .get("/streammanager/check?"
                        + query.replace("NODE", node.address()).replace("PORT", "" + node.port()))
                .then()
                .statusCode(status);
        browser.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/live|/live/",
                "%2Flive|/live/",
                "live%2Froom1|/live/room1/",
                "a/b/c/d/e|/a/b/c/d/e/",
                "live//r_wr/|/live/r_wr/",
                "live/Kamera%20S%c3%bcd|/live/Kamera%20S%C3%BCd/",
                "live/a+b|/live/a%2Bb/",
            })
    void wellFormedScopesReachTheNode(String app, String path) {
        Browser browser = dial("host=NODE&app=" + app);
        FakeNode.Connection connection = node.next().accept();
        assertThat(connection.requestLine()).isEqualTo("GET " + path + " HTTP/1.1");
        new Pair(browser, connection).close();
    }

    @ParameterizedTest
    @EnumSource(
            value = NodeState.class,
            names = {"INSERVICE", "SUSPECT", "DRAINING"})
    void aNodeThatIsListedIsReachedWhateverItsState(NodeState state) {
        lobby.register(node.address(), null, node.port(), state);
        session().close();
    }

    @Test
    void aNodeThatLeftTheListIsRefused() {
        session().close();
        lobby.remove(node.address());
        assertThat(Browser.open(server.getPort(), target("host=NODE&app=live")).status())
                .isEqualTo(403);
    }

    @Test
    void theAddressThatIsDialedIsTheRegistrysPrivateOne() {
        lobby.register("198.51.100.77", node.address(), node.port(), NodeState.INSERVICE);
        Browser browser = dial("host=198.51.100.77&app=live&id=a");
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS));
        assertThat(connection.headers()).containsEntry("host", node.address() + ":" + node.port());
        browser.awaitAnswer();
        assertThat(browser.readText()).isEqualTo(SUCCESS);
        new Pair(browser, connection).close();
    }

    @Test
    void plainHttpIsToldToUpgrade() {
        RestAssured.given()
                .port(server.getPort())
                .get("/streammanager/?host=a&app=b")
                .then()
                .statusCode(426)
                .header("Upgrade", "websocket");
    }

    @Test
    void aWrongVersionOrKeyIsNoHandshake() {
        Browser old = Browser.open(server.getPort(), target("host=NODE&app=live"), "Sec-WebSocket-Version", "8");
        assertThat(old.status()).isEqualTo(426);
        assertThat(old.headers()).containsEntry("sec-websocket-version", "13");
        Browser keyless = Browser.open(server.getPort(), target("host=NODE&app=live"), "Sec-WebSocket-Key", null);
        assertThat(keyless.status()).isEqualTo(400);
    }

    @Test
    void aRequestLineAbove16KiBIsNotRead() {
        Browser browser = Browser.open(server.getPort(), target("host=NODE&app=live&token=" + "t".repeat(17_000)));
        assertThat(browser.status()).isEqualTo(414);
        assertThat(node.waiting()).isZero();
    }

    @Test
    void otherPathsAreNotFound() {
        assertThat(Browser.open(server.getPort(), "/streammanager/other?host=" + node.address() + "&app=live")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aBrowserCanAskWhetherItWouldBeAdmitted() {
        String answer = RestAssured.given()
                .port(server.getPort())
                .get("/streammanager/check?host=" + node.address() + "&app=live/room1")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(answer).contains("\"admitted\":true").contains("live/room1").doesNotContain("node-");
        assertThat(node.waiting()).isZero();
    }
}
