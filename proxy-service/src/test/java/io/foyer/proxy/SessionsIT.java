package io.foyer.proxy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.foyer.contract.SessionRecord;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Frame;
import io.foyer.proxy.sessions.OpenSessions;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(ShortTimes.class)
class SessionsIT extends TunnelTestBase {
    private static final String TOKEN = "a-token-of-its-own";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Inject
    SharedState state;

    @Inject
    OpenSessions sessions;

    @AfterEach
    void nothingIsLeft() {
        await("all sessions are over").until(() -> sessions.count() == 0);
    }

    /** A session whose ends answer pings in the background, and what its page gets to see until its end. */
    private record Lasting(Pair pair, CompletableFuture<List<Frame>> pageSees) implements AutoCloseable {
        int closeCode() {
            return pageSees.orTimeout(10, TimeUnit.SECONDS).join().getLast().closeCode();
        }

        @Override
        public void close() {
            pair.close();
        }
    }

    private Lasting lastingSession() {
        Pair pair = session();
        pair.connection().answeringPings();
        pair.browser().answeringPings();
        Thread.ofVirtual().start(() -> {
            pair.connection().readToEnd();
            pair.connection().close();
        });
        CompletableFuture<List<Frame>> pageSees = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> pageSees.complete(pair.browser().readToEnd()));
        return new Lasting(pair, pageSees);
    }

    private RequestSpecification administrator() {
        return given().port(server.getPort()).queryParam("accessToken", TOKEN);
    }

    private Store<SessionRecord> table() {
        return state.store(Tables.SESSIONS);
    }

    private Optional<SessionRecord> stored(String id) {
        return table().read(id).await().atMost(TIMEOUT).map(Snapshot::value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/streammanager/api/4.0/admin/proxy/clients", "/proxy/v1/sessions"})
    void aSessionIsListedAndCanBeEnded(String base) {
        try (Lasting session = lastingSession()) {
            String id = sessions.all().iterator().next().id();
            administrator()
                    .get(base)
                    .then()
                    .statusCode(200)
                    .body("id", hasItem(id))
                    .body("[0].targetHost", equalTo(node.address()))
                    .body("[0].targetPort", equalTo(node.port()))
                    .body("[0].targetApp", equalTo("live/room1"))
                    .body("[0].clientConnected", equalTo(true))
                    .body("[0].proxyConnected", equalTo(true))
                    .body("[0].clientAddress", equalTo("127.0.0.1"))
                    .body("[0].clientUserAgent", equalTo("Mozilla/5.0 (test)"))
                    .body("[0].secureClient", equalTo(false))
                    .body("[0].creationTime", notNullValue());
            administrator()
                    .get(base + "?count=true")
                    .then()
                    .body("count", equalTo(1))
                    .body("timestamp", notNullValue());
            administrator().get(base + "?filter=unhealthy").then().body("size()", equalTo(0));
            administrator().get(base + "/" + id).then().statusCode(200).body("id", equalTo(id));
            administrator().get(base + "/nobody").then().statusCode(404).body("errorMessage", notNullValue());

            administrator().delete(base + "/" + id).then().statusCode(200);
            assertThat(session.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void withoutTheTokenNothingIsShownOrEnded() {
        String base = "/streammanager/api/4.0/admin/proxy/clients";
        given().port(server.getPort()).get(base).then().statusCode(401).body("errorMessage", notNullValue());
        given().port(server.getPort()).get(base + "?accessToken=xyz123").then().statusCode(401);
        given().port(server.getPort()).delete(base).then().statusCode(401);
        given().port(server.getPort())
                .header("Authorization", "Bearer " + TOKEN)
                .get(base)
                .then()
                .statusCode(200);
    }

    @Test
    void aLastingSessionIsInTheSharedTableUntilItEnds() {
        String id;
        try (Lasting session = lastingSession()) {
            id = sessions.all().iterator().next().id();
            await("the session is published").until(() -> stored(id).isPresent());
            assertThat(stored(id)).hasValueSatisfying(record -> {
                assertThat(record.owner()).isEqualTo(state.leases().self());
                assertThat(record.app()).isEqualTo("live/room1");
            });
            session.pair().browser().send(Frame.close());
        }
        await("the session is withdrawn").until(() -> stored(id).isEmpty());
    }

    @Test
    void anotherReplicaCanAskForTheEndOfASession() {
        try (Lasting session = lastingSession()) {
            String id = sessions.all().iterator().next().id();
            await("the session is published").until(() -> stored(id).isPresent());
            table().change(id, present -> Change.put(present.orElseThrow().withEndRequested()))
                    .await()
                    .atMost(TIMEOUT);
            assertThat(session.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void theSessionsOfOtherReplicasAreListedAndAskedToEnd() {
        SessionRecord foreign =
                new SessionRecord("f1", "another-proxy", "10.0.0.7", 5080, "live", "192.0.2.1", "UA", true, 1, false);
        state.leases().renew("another-proxy", Duration.ofMinutes(1)).await().atMost(TIMEOUT);
        table().change("f1", present -> Change.put(foreign)).await().atMost(TIMEOUT);
        await("the other replica's session is listed")
                .until(() -> administrator().get("/proxy/v1/sessions/f1").statusCode() == 200);
        administrator().delete("/proxy/v1/sessions/f1").then().statusCode(200);
        assertThat(stored("f1"))
                .hasValueSatisfying(record -> assertThat(record.endRequested()).isTrue());
        table().change("f1", present -> Change.remove(true)).await().atMost(TIMEOUT);
    }

    @Test
    void noSecretOfAQueryIsLogged() {
        CopyOnWriteArrayList<String> lines = new CopyOnWriteArrayList<>();
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(record instanceof ExtLogRecord ext ? ext.getFormattedMessage() : record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(ear);
        try {
            Pair pair = session("id=alice&host=NODE&app=live&password=hunter2&token=s3cr3t");
            pair.browser().send(Frame.close());
            pair.connection().close();
            pair.close();
            dial("id=alice&host=10.9.9.9&app=live&password=hunter2&token=s3cr3t")
                    .awaitAnswer();
            await("the session's line is written").until(() -> lines.stream()
                    .anyMatch(line -> line.startsWith("session ended") && line.contains("cause=client-closed")));
            assertThat(lines).noneMatch(line -> line.contains("hunter2") || line.contains("s3cr3t"));
        } finally {
            root.removeHandler(ear);
        }
    }

    @Test
    void theMetricsTellRefusalsEndsAndMessages() {
        Pair pair = session();
        pair.browser().send(Frame.text("{\"publish\":\"alice\",\"mode\":\"live\"}"), Frame.close());
        pair.connection().readText();
        pair.close();
        dial("host=10.9.9.9&app=live").awaitAnswer();
        await("all sessions are over").until(() -> sessions.count() == 0);
        String metrics = given().port(server.getPort()).get("/q/metrics").asString();
        assertThat(metrics)
                .contains("foyer_proxy_sessions 0.0")
                .containsPattern("foyer_proxy_refusals_total\\{id=\"node-unknown\"} [1-9]")
                .containsPattern("foyer_proxy_ends_total\\{cause=\"client-closed\"} [1-9]")
                .containsPattern("foyer_proxy_messages_total\\{kind=\"publish\"} [1-9]")
                .containsPattern("foyer_proxy_bytes_total\\{sender=\"browser\"} [1-9]")
                .containsPattern("foyer_proxy_dial_seconds_count [1-9]");
    }
}
