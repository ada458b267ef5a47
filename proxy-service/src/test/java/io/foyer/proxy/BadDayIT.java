package io.foyer.proxy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.proxy.drain.Drain;
import io.foyer.proxy.lab.Browser;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One day in the life of a proxy: it starts without Redis, loses it, gets it back, and is stopped. In this order. */
@QuarkusTest
@QuarkusTestResource(value = BadDayIT.LateRedis.class, restrictToAnnotatedClass = true)
@TestProfile(BadDayIT.QuickReconnect.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadDayIT extends TunnelTestBase {
    public static final class QuickReconnect implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("foyer.state.reconnect", "500ms");
        }
    }

    /** A Redis that is not there yet when the service starts. */
    public static final class LateRedis implements QuarkusTestResourceLifecycleManager {
        private RedisProcess redis;

        @Override
        public Map<String, String> start() {
            redis = RedisProcess.startKeepingData();
            redis.kill();
            return Map.of("quarkus.redis.hosts", redis.uri());
        }

        /** After the Redis that all other tests share: the last one's address counts. */
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisProcess.class));
        }

        @Override
        public void stop() {
            redis.close();
        }
    }

    RedisProcess redis;

    @Inject
    Drain drain;

    @Inject
    OpenSessions sessions;

    @Override
    void startNode() {
        // there may be no Redis to register it in
    }

    @Override
    void stopNode() {}

    private int health(String which) {
        return given().port(server.getPort()).get("/q/health/" + which).statusCode();
    }

    /** A member of what readiness says about the view of the shared state. */
    private <T> T view(String member) {
        return given().port(server.getPort())
                .get("/q/health/ready")
                .path("checks.find { it.name == 'shared-state' }.data." + member);
    }

    @Test
    @Order(1)
    void withoutRedisItStartsAliveButNotReadyAndSaysWhy() {
        assertThat(health("live")).isEqualTo(200);
        assertThat(health("started")).isEqualTo(200);
        assertThat(health("ready")).isEqualTo(503);
        assertThat(this.<String>view("state")).isEqualTo("away");
        assertThat(this.<Boolean>view("loaded")).isEqualTo(false);
        Browser browser = Browser.open(server.getPort(), "/streammanager/?host=127.0.0.1&app=live");
        assertThat(browser.body()).contains("not-loaded");
        assertThat(browser.status()).isEqualTo(503);
    }

    @Test
    @Order(2)
    void whenRedisComesItIsReadyWithoutARestart() {
        redis.restart();
        await("ready").until(() -> health("ready") == 200);
        await("a current view")
                .untilAsserted(() -> assertThat(this.<String>view("state")).isEqualTo("current"));
        assertThat(this.<Integer>view("viewAgeSeconds")).isEqualTo(0);
    }

    @Test
    @Order(3)
    void whileRedisIsAwaySessionsGoOnAndNewOnesAreTakenOn() {
        node = lobby.node();
        try (Pair before = session()) {
            redis.kill();
            before.browser().text("still here");
            assertThat(before.connection().readText()).isEqualTo("still here");
            session().close();
            assertThat(health("live")).isEqualTo(200);

            await("the view grows old").untilAsserted(() -> {
                assertThat(health("ready")).as("ready however old the view is").isEqualTo(200);
                assertThat(this.<String>view("state")).isEqualTo("away");
                assertThat(this.<Integer>view("viewAgeSeconds")).isGreaterThanOrEqualTo(3);
            });
            assertThat(given().port(server.getPort()).get("/q/metrics").asString())
                    .containsPattern("foyer_state_view_age_seconds [3-9]");
            session().close();
            redis.restart();
            await("a current view again")
                    .untilAsserted(() -> assertThat(this.<String>view("state")).isEqualTo("current"));
            assertThat(health("ready")).isEqualTo(200);
            before.connection().text("and here");
            assertThat(before.browser().readText()).isEqualTo("and here");
        }
        session().close();
        node.close();
    }

    @Test
    @Order(4)
    void whenStoppedItTakesOnNothingNewLetsSessionsFinishAndCutsTheRest() {
        node = lobby.node();
        try (Pair finishing = session();
                Pair staying = session()) {
            drain.begin();
            assertThat(health("ready")).isEqualTo(503);
            Browser late = dial("host=NODE&app=live");
            late.awaitAnswer();
            assertThat(late.body()).contains("\"draining\"");
            assertThat(late.status()).isEqualTo(503);

            finishing.browser().send(Frame.text("{\"switchChannel\":\"red5pro\"}"), Frame.close());
            assertThat(finishing.connection().readText()).contains("switchChannel");

            drain.cut();
            assertThat(staying.browser().read().closeCode()).isEqualTo(1001);
            assertThat(staying.connection().read().closeCode()).isEqualTo(1001);
        }
        await("all sessions are over").until(() -> sessions.count() == 0);
        node.close();
    }
}
