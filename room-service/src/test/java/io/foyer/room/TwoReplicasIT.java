package io.foyer.room;

import static io.foyer.room.testing.Lists.active;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.composition.Followed;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.VendorApi;
import io.foyer.room.testing.WithReplica;
import io.foyer.state.SharedState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application under test and a second replica of it, on one Redis. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@QuarkusTestResource(VendorApi.class)
class TwoReplicasIT extends WithReplica {
    VendorApi streamManager;

    @Inject
    SharedState state;

    @Override
    protected String[] settings() {
        return new String[] {
            "foyer.access-token=secret-of-tests",
            "foyer.room.socket.drain=1s",
            "foyer.state.lease=2s",
            "foyer.room.owners-checked=300ms",
            "foyer.room.compositions.poll=100ms",
            "foyer.room.stream-manager-url=http://127.0.0.1:" + streamManager.port()
        };
    }

    @BeforeEach
    void reset() {
        streamManager.reset();
    }

    @Test
    void interleavedCommandsEndInTheSameStateEverywhere() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(TestClient.greetedHost(RestAssured.port, room));
            clients.add(TestClient.greetedHost(replica.port(), room));
        }
        Random random = new Random(4711);
        List<String> types = List.of("promote", "promote", "demote", "presenter", "exclude", "delete", "post");
        for (int i = 0; i < 240; i++) {
            clients.get(i % clients.size()).say(types.get(random.nextInt(types.size())), room, "s" + random.nextInt(8));
        }

        // Commands of one client are done in their order, so a last one of each proves that all are done.
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).say("promote", room, "end" + i);
        }
        await("all commands are done")
                .atMost(Duration.ofSeconds(20))
                .ignoreException(NoSuchElementException.class)
                .until(() -> stored().promoted()
                        .keySet()
                        .containsAll(List.of("end0", "end1", "end2", "end3", "end4", "end5")));
        TestClient end = TestClient.greetedHost(RestAssured.port, room);
        await("all see the last state").atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(clients)
                .allSatisfy(client -> {
                    assertThat(client.last("active").names("streams"))
                            .isEqualTo(end.last("active").names("streams"));
                    assertThat(client.last("conference").names("streams"))
                            .isEqualTo(end.last("conference").names("streams"));
                    assertThat(client.last("conference").text("presenter"))
                            .isEqualTo(end.last("conference").text("presenter"));
                }));
    }

    @Test
    void aWebhookToOneReachesTheClientsOfTheOther() {
        TestClient far = TestClient.greetedHost(replica.port(), room);

        Nodes.published(room, "alice");

        far.expect(active(room, "'alice'"));
    }

    @Test
    void aStartThatComesToOneAfterItsEndCameToTheOtherIsNotBelieved() {
        TestClient near = TestClient.greetedHost(RestAssured.port, room);

        Nodes.webhook("stream-unpublished", room + "/alice", 5_000);
        Nodes.webhook(replica.port(), "stream-published", room + "/alice", 4_000);
        Nodes.webhook(replica.port(), "stream-published", room + "/bob", 6_000);

        near.until(message -> message.contains("\"bob\""));
        await("only who is there")
                .untilAsserted(
                        () -> assertThat(near.last("active").names("streams")).containsExactly("bob"));
    }

    @Test
    void theClientsOfAStoppingReplicaAreCutAndNothingIsLost() throws InterruptedException {
        TestClient near = TestClient.greetedHost(RestAssured.port, room);
        List<TestClient> far = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            far.add(TestClient.greetedHost(replica.port(), room));
        }
        far.getFirst().say("promote", room, "alice").say("post", room, "posted");
        near.waitFor(active(room, "'posted'"));

        replica.stop();
        await("not ready").atMost(Duration.ofSeconds(10)).until(() -> replica.readiness() != 200);

        assertThat(far)
                .allSatisfy(client ->
                        assertThat(client.closeCode()).as("no close frame").isNull());
        near.waitFor(active(room, ""));
        assertThat(replica.ended()).isTrue();
        TestClient again = TestClient.host(RestAssured.port, room);
        assertThat(again.waitForType("conference").names("streams")).isEqualTo(List.of("alice"));
    }

    @Test
    void whatHungOnACrashedReplicaIsCleanedUp() {
        TestClient near = TestClient.greetedHost(RestAssured.port, room);
        TestClient far = TestClient.greetedHost(replica.port(), room);
        far.say("post", room, "posted").say("post", room, "moved");
        near.waitFor(active(room, "'posted','moved'"));

        replica.kill();
        near.say("post", room, "moved");

        await("the posted stream is gone, but for who came back")
                .atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> {
                    near.say("demote", room, "x");
                    assertThat(near.waitForType("active").names("streams")).containsExactly("moved");
                });
        near.say("demote", room, "x");
        assertThat(near.waitForType("active").names("streams")).containsExactly("moved");
    }

    @Test
    void aCompositionThatACrashedReplicaFollowedIsFollowedByAnother() {
        TestClient near = TestClient.greetedHost(RestAssured.port, room);
        TestClient far = TestClient.greetedHost(replica.port(), room);
        far.say(VendorApi.createComposition(room));
        near.until(message -> message.contains("\"pending\""));
        String event = room.substring(room.indexOf('/') + 1);
        await("it is followed")
                .until(() -> state.replica(Followed.TABLE).get(event).isPresent());

        replica.kill();
        streamManager.mixersAre("composing");

        await("another replica follows it")
                .atMost(Duration.ofSeconds(45))
                .until(() -> near.last("activeCompositions").toString().contains("\"composing\""));
    }

    private RoomRecord stored() {
        return state.store(Tables.ROOMS)
                .read(room)
                .await()
                .atMost(Duration.ofSeconds(5))
                .orElseThrow()
                .value();
    }
}
