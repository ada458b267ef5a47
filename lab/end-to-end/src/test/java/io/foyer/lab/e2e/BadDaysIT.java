package io.foyer.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.e2e.client.JsonSocket;
import io.foyer.lab.e2e.client.RoomClient;
import io.foyer.lab.e2e.client.SignalingClient;
import io.foyer.lab.e2e.client.StreamManagerClient.Reply;
import io.foyer.lab.stack.Service;
import io.foyer.lab.stack.Stack;
import io.foyer.lab.stack.process.Part;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a bad day gets: a clear error where the protocol names one, nothing lost, and the system whole again without a restart.
 * Every test leaves all parts running.
 */
class BadDaysIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static Lab lab;

    @RegisterExtension
    final TellWhenFailed failures = new TellWhenFailed();

    private String room;
    private RoomClient hall;
    private RoomClient conference;

    @BeforeAll
    static void start() {
        lab = Lab.start(
                "bad-days",
                Stack.builder()
                        .replicas(Service.ROOM, 2)
                        .nodes("origin:2,edge:1")
                        .nodeOptions(Lab.WITHOUT_MEDIA)
                        .keepRedisData());
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void openTheDoors(TestInfo test) {
        room = "live/r" + Integer.toHexString(test.getDisplayName().hashCode());
        hall = failures.watch(lab.roomAt(0, room + "_wr"));
        conference = failures.watch(lab.roomAt(1, room));
    }

    @AfterEach
    void closeTheDoors() {
        hall.close();
        conference.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "localhost", "127.0.0.1:6380", "[::1]", "user@127.0.0.1", "%00", "..", ""})
    void a_host_that_is_not_a_registered_node_is_refused_before_the_handshake(String host) {
        assertThatExceptionOfType(JsonSocket.Refused.class)
                .isThrownBy(() -> lab.connect(host, room + "_wr", "mallory"))
                .satisfies(refused -> assertThat(refused.status()).isIn(400, 403));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../live", "live/room_wr_wr", "live/../room", "live/a/b/c/d/e/f/g/h/i/j"})
    void a_malformed_scope_is_refused_before_the_handshake(String scope) {
        assertThatExceptionOfType(JsonSocket.Refused.class)
                .isThrownBy(() -> lab.connect(lab.node("origin-1").address(), scope, "mallory"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event/live/%2E%2E/room/x?action=broadcast",
                "event/live/a%2Fb/x?action=broadcast",
                "event/live/%3Cb%3E/x?action=subscribe",
                "event/live/nobody/x?action=subscribe",
                "event/live/nobody/join",
                "composition/nothing"
            })
    void a_lookup_that_cannot_be_answered_says_why(String path) {
        Reply reply = lab.streamManagerDirect().get(path);
        assertThat(reply.status()).isBetween(400, 499);
        assertThat(reply.errorMessage()).isNotBlank();
    }

    @Test
    void rubbish_on_a_room_socket_gets_an_error_and_hurts_nobody() {
        conference.socket().sendRaw("{not json");
        conference.socket().await("an error", message -> "error"
                .equals(message.path("type").asText()));
        conference.promote("alice");
        conference.awaitConference("alice");
    }

    @Test
    void while_redis_is_away_sockets_and_lookups_hold_changes_are_refused_and_nothing_is_lost() {
        SignalingClient alice = publishAt("origin-1", "alice");
        SignalingClient bob = publishAt("origin-2", "bob");
        hall.awaitActive("alice", "bob");
        conference.promote("alice");
        conference.awaitConference("alice");

        lab.stack().redis().kill();
        try {
            assertThat(lab.streamManager().broadcast(room, "carol").serverAddress())
                    .as("lookups go on")
                    .isNotBlank();
            assertThat(lab.streamManager().subscribe(room + "_wr", "alice").serverAddress())
                    .isNotBlank();
            int heard = conference.socket().heard().size();
            conference.promote("bob");
            conference.socket().awaitAfter(heard, "a refusal", message -> "error"
                    .equals(message.path("type").asText()));
            SignalingClient carol = publishAt("origin-1", "carol");
            carol.close();
            assertThat(hall.socket().isOpen()).isTrue();
            assertThat(conference.socket().isOpen()).isTrue();
        } finally {
            lab.stack().redis().start();
        }
        lab.stack().redis().awaitReady(SOON);
        conference.awaitThat("a promotion to be possible again", () -> {
            conference.promote("bob");
            return conference.conference().contains("bob");
        });
        assertThat(conference.conference()).containsExactly("alice", "bob");
        hall.awaitActive("alice", "bob");
        alice.close();
        bob.close();
        hall.awaitActive();
    }

    @Test
    void when_redis_comes_back_empty_streams_and_rooms_are_known_again() {
        SignalingClient alice = publishAt("origin-1", "alice");
        SignalingClient bob = publishAt("origin-2", "bob");
        hall.awaitActive("alice", "bob");
        conference.promote("alice");
        conference.awaitConference("alice");

        lab.loseRedisData();

        hall.awaitThat("both to be in the waiting room still", () -> Set.copyOf(hall.active())
                .equals(Set.of("alice", "bob")));
        conference.awaitThat("a promotion to be possible again", () -> {
            conference.promote("bob");
            return conference.conference().contains("bob");
        });
        assertThat(conference.conference()).as("who was inside").containsExactly("alice", "bob");
        assertThat(lab.streamManager().subscribe(room + "_wr", "alice").serverAddress())
                .isNotBlank();
        alice.close();
        bob.close();
        hall.awaitActive();
    }

    @Test
    void a_replica_that_starts_while_redis_is_away_waits_for_it_and_is_whole_when_it_comes() {
        conference.promote("alice");
        conference.awaitConference("alice");
        Part replica = lab.stack().service(Service.ROOM, 0);
        replica.stop(SOON);
        lab.stack().redis().kill();
        try {
            replica.start();
            await("the replica to live").atMost(SOON).until(() -> health(Service.ROOM, "live") == 200);
            assertThat(health(Service.ROOM, "ready"))
                    .as("not ready without Redis")
                    .isEqualTo(503);
        } finally {
            lab.stack().redis().start();
        }
        replica.awaitReady(SOON);
        try (RoomClient later = failures.watch(lab.roomAt(0, room))) {
            later.awaitConference("alice");
            later.promote("bob");
            conference.awaitConference("alice", "bob");
        }
    }

    @Test
    void services_that_start_before_redis_answer_for_themselves_and_are_whole_when_it_comes() {
        List<Service> services = List.of(Service.REGISTRY, Service.PROXY, Service.ROOM);
        services.forEach(service -> lab.stack().service(service).stop(SOON));
        lab.stack().redis().kill();
        try {
            services.forEach(service -> lab.stack().service(service).start());
            for (Service service : services) {
                await(service + " to live").atMost(SOON).until(() -> health(service, "live") == 200);
                assertThat(health(service, "ready"))
                        .as(service + " without Redis")
                        .isEqualTo(503);
            }
            assertThat(lab.streamManager().broadcast(room, "alice").errorMessage())
                    .as("a lookup is told why there is no answer")
                    .isNotBlank();
            assertThatExceptionOfType(JsonSocket.Refused.class)
                    .isThrownBy(() -> publishAt("origin-1", "alice"))
                    .satisfies(refused -> assertThat(refused.status()).isIn(403, 503));
        } finally {
            lab.stack().redis().start();
        }
        services.forEach(service -> lab.stack().service(service).awaitReady(SOON));
        try (RoomClient again = failures.watch(lab.roomAt(0, room + "_wr"))) {
            SignalingClient alice = lab.publish(room + "_wr", "alice");
            again.awaitActive("alice");
            again.command("promote", room, "alice");
            conference.awaitConference("alice");
            alice.close();
            again.awaitActive();
        }
    }

    @Test
    void when_a_replica_dies_its_clients_find_everything_at_the_other() {
        SignalingClient alice = publishAt("origin-1", "alice");
        hall.awaitActive("alice");
        hall.command("promote", room, "alice");
        conference.awaitConference("alice");

        Part replica = lab.stack().service(Service.ROOM, 0);
        replica.kill();
        try {
            assertThat(hall.socket().awaitClose()).isEqualTo(JsonSocket.NO_CLOSE_FRAME);
            try (RoomClient again = failures.watch(lab.room(room + "_wr"));
                    RoomClient also = failures.watch(lab.room(room))) {
                again.awaitActive("alice");
                also.awaitConference("alice");
                also.demote("alice");
                conference.awaitConference();
            }
        } finally {
            replica.start();
            replica.awaitReady(SOON);
            alice.close();
        }
    }

    private SignalingClient publishAt(String node, String name) {
        return lab.connect(lab.node(node).address(), room + "_wr", name).publish();
    }

    private static int health(Service service, String which) {
        return lab.statusOf(lab.stack().direct(service, 0).resolve("/q/health/" + which));
    }
}
