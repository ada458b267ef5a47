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
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(ShortTimes.class)
class LimitsIT extends TunnelTestBase {
    @Inject
    OpenSessions sessions;

    @AfterEach
    void nothingIsLeft() {
        await("all sessions are over").until(() -> sessions.count() == 0);
    }

    @Test
    void aNodeThatNeverAnswersTheCloseIsCutAfterTheGraceTime() {
        try (Pair pair = session()) {
            pair.browser().send(Frame.close(3000));
            List<Frame> seen = pair.browser().readToEnd();
            assertThat(seen.getLast().closeCode()).isEqualTo(3000);
        }
    }

    @Test
    void anAddressHasOnlySoManySessionsAndTheProxyToo() {
        List<Pair> open = new ArrayList<>();
        String query = "id=a&host=NODE&app=live";
        for (int client = 1; client <= 2; client++) {
            String address = "203.0.113." + client;
            open.add(accepted(query, address));
            open.add(accepted(query, address));
            Browser tooMany = dial(query, "X-Forwarded-For", address);
            tooMany.awaitAnswer();
            assertThat(tooMany.status()).isEqualTo(client == 1 ? 429 : 503);
            assertThat(tooMany.headers()).containsKey("retry-after");
            tooMany.close();
        }
        Browser full = dial(query, "X-Forwarded-For", "203.0.113.3");
        full.awaitAnswer();
        assertThat(full.body()).contains("\"id\":\"full\"");
        assertThat(full.status()).isEqualTo(503);
        full.close();
        open.forEach(Pair::close);
    }

    private Pair accepted(String query, String address) {
        Browser browser = dial(query, "X-Forwarded-For", address);
        FakeNode.Connection connection = node.next().accept(Frame.text(SUCCESS));
        browser.awaitAnswer();
        assertThat(browser.status()).isEqualTo(101);
        return new Pair(browser, connection);
    }
}
