package io.foyer.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.e2e.client.JsonSocket;
import io.foyer.lab.e2e.client.RoomClient;
import io.foyer.lab.e2e.client.SignalingClient;
import io.foyer.lab.stack.NodePlan;
import io.foyer.lab.stack.Service;
import io.foyer.lab.stack.Stack;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nodes that misbehave or die, with the whole system around them: who is on them is told in time, who is not does not notice,
 * and what they carried moves. Every test leaves all nodes running and well-behaved.
 */
class DyingNodesIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    private static Lab lab;

    @RegisterExtension
    final TellWhenFailed failures = new TellWhenFailed();

    private String room;
    private RoomClient hall;
    private RoomClient conference;

    @BeforeAll
    static void start() {
        lab = Lab.start(
                "dying-nodes",
                Stack.builder()
                        .nodes("origin:3,mixer:2")
                        .nodeOptions(Lab.WITHOUT_MEDIA)
                        .property(Service.REGISTRY, "foyer.registry.gone-after", "3s"));
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void openTheDoors(TestInfo test) {
        room = "live/n" + Integer.toHexString(test.getDisplayName().hashCode());
        hall = failures.watch(lab.room(room + "_wr"));
        conference = failures.watch(lab.room(room));
    }

    @AfterEach
    void closeTheDoors() {
        hall.close();
        conference.close();
    }

    @ParameterizedTest
    @CsvSource({"refuse,502", "hang,504"})
    void a_node_that_does_not_open_is_refused_for_it_before_the_handshake(String fault, int status) {
        NodePlan node = lab.node("origin-1");
        lab.faults(node, fault);
        try {
            assertThatExceptionOfType(JsonSocket.Refused.class)
                    .isThrownBy(() -> lab.connect(node.address(), room + "_wr", "alice"))
                    .satisfies(refused -> assertThat(refused.status()).isEqualTo(status));
            assertOthersAreServed();
        } finally {
            lab.faults(node);
        }
        publishAt(node, "alice").close();
    }

    @Test
    void a_node_that_closes_early_or_rejects_is_passed_on_as_it_is() {
        NodePlan node = lab.node("origin-1");
        try {
            lab.faults(node, "closeEarly");
            JsonSocket early =
                    lab.connect(node.address(), room + "_wr", "alice").socket();
            assertThat(early.awaitClose()).isEqualTo(1000);
            assertThat(early.heard()).hasSize(1);

            lab.faults(node, "rejectConnect");
            JsonSocket rejected = lab.open(node.address(), room + "_wr", "alice");
            assertThat(rejected.awaitClose()).isEqualTo(1000);
            assertThat(rejected.heard().toString())
                    .isEqualTo("[{\"data\":{\"type\":\"error\",\"code\":\"NetConnection.Connect.Rejected\"}}]");
            assertOthersAreServed();
        } finally {
            lab.faults(node);
        }
        publishAt(node, "alice").close();
    }

    @Test
    void a_node_that_is_silent_or_slow_holds_up_nobody_else() {
        NodePlan node = lab.node("origin-1");
        try {
            lab.faults(node, "silent");
            JsonSocket silent = lab.open(node.address(), room + "_wr", "alice");
            assertOthersAreServed();
            assertThat(silent.isOpen()).isTrue();
            assertThat(silent.heard()).isEmpty();
            silent.close();

            lab.faults(node, "slow");
            SignalingClient slow = publishAt(node, "alice");
            hall.awaitActive("alice");
            slow.unpublish();
            hall.awaitActive();
        } finally {
            lab.faults(node);
        }
    }

    @Test
    void a_node_that_stops_reporting_takes_nothing_new_keeps_what_it_has_and_comes_back() {
        NodePlan node = lab.node("origin-3");
        SignalingClient alice = publishAt(node, "alice");
        hall.awaitActive("alice");
        lab.faults(node, "silentHeartbeat");
        try {
            awaitChosen(node, false);
            assertThat(alice.socket().isOpen()).as("her line").isTrue();
        } finally {
            lab.faults(node);
        }
        awaitChosen(node, true);
        hall.awaitActive("alice");
        alice.unpublish();
        hall.awaitActive();
    }

    @Test
    void a_dead_node_is_refused_in_time_and_chosen_no_more_until_it_is_back() {
        NodePlan dead = lab.node("origin-3");
        lab.stack().node(dead.id()).kill();
        try {
            long before = System.nanoTime();
            assertThatExceptionOfType(JsonSocket.Refused.class)
                    .isThrownBy(() -> lab.connect(dead.address(), room + "_wr", "alice"))
                    .satisfies(refused -> assertThat(refused.status()).isIn(403, 502, 504));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("the SDK gives up after 5 s")
                    .isLessThan(Duration.ofSeconds(5));
            awaitChosen(dead, false);
        } finally {
            lab.stack().node(dead.id()).start();
        }
        awaitChosen(dead, true);
    }

    @Test
    void when_a_node_dies_in_mid_conference_its_streams_leave_and_the_presenter_moves_on() {
        NodePlan dying = lab.node("origin-3");
        SignalingClient alice = publishAt(dying, "alice");
        SignalingClient bob = publishAt(lab.node("origin-1"), "bob");
        hall.awaitActive("alice", "bob");
        conference.promote("alice");
        conference.promote("bob");
        conference.awaitConference("alice", "bob");
        conference.awaitPresenter("alice");

        lab.stack().node(dying.id()).kill();
        try {
            assertThat(alice.socket().awaitClose()).as("alice's line breaks").isPositive();
            hall.awaitActive("bob");
            conference.awaitConference("bob");
            conference.awaitPresenter("bob");
            assertThat(bob.socket().isOpen()).as("bob is not disturbed").isTrue();
        } finally {
            lab.stack().node(dying.id()).start();
        }
        awaitChosen(dying, true);
        SignalingClient again = publishAt(dying, "alice");
        hall.awaitActive("bob", "alice");
        again.close();
        bob.close();
    }

    @Test
    void when_the_mixer_and_then_the_node_of_a_conference_die_the_conference_goes_on_elsewhere() {
        String name = room.substring("live/".length());
        String first = lab.compose(conference, room);
        NodePlan waitingAt = lab.stack().nodes().stream()
                .filter(node ->
                        node.id().startsWith("origin") && !node.address().equals(first))
                .findFirst()
                .orElseThrow();
        SignalingClient alice = publishAt(waitingAt, "alice");
        conference.promote("alice");
        conference.awaitConference("alice");
        conference.awaitThat(
                "the mixed picture to be live", () -> conference.active().contains(name));
        SignalingClient inside = lab.joinConference(room, "alice");

        // The mixer: another one takes over, the conference stays where it is, and nobody in it loses the line.
        NodePlan mixer = lab.stack().nodes().stream()
                .filter(node -> lab.isMixing(node, name))
                .findFirst()
                .orElseThrow();
        lab.stack().node(mixer.id()).kill();
        try {
            conference.awaitThat(
                    "the mixed picture to end", () -> !conference.active().contains(name));
            await("the registry to know it too, and to tell who wants to join")
                    .atMost(SOON)
                    .until(() -> !lab.streamManager().join(room).errorMessage().isBlank());
            conference.awaitThat(
                    "the mixed picture to be live again",
                    () -> conference.active().contains(name));
        } finally {
            lab.stack().node(mixer.id()).start();
        }
        assertThat(lab.awaitConferenceNode(room)).isEqualTo(first);
        assertThat(inside.socket().isOpen()).as("her line in the conference").isTrue();

        // The node: the mixed picture moves to another one, and who was admitted still is.
        NodePlan node = lab.nodeAt(first);
        lab.stack().node(node.id()).kill();
        try {
            assertThat(inside.socket().awaitClose()).as("her line breaks").isPositive();
            await("the conference to be elsewhere").atMost(SOON).until(() -> {
                String now = lab.streamManager()
                        .join(room)
                        .body()
                        .path("serverAddress")
                        .asText("");
                return !now.isEmpty() && !now.equals(first);
            });
            assertThat(conference.conference()).containsExactly("alice");
            String second = lab.awaitConferenceNode(room);
            lab.joinConference(room, "alice").leaveGroup(name);
            assertThat(lab.joinsAt(second)).contains(room + "/alice");
        } finally {
            lab.stack().node(node.id()).start();
        }
        conference.socket().send("{'type':'destroyComposition','event':'" + name + "'}");
        awaitChosen(node, true);
        alice.close();
    }

    /** A whole publication at another node. */
    private void assertOthersAreServed() {
        SignalingClient other = publishAt(lab.node("origin-2"), "other");
        hall.awaitActive("other");
        other.unpublish();
        hall.awaitActive();
    }

    private SignalingClient publishAt(NodePlan node, String name) {
        return lab.connect(node.address(), room + "_wr", name).publish();
    }

    /** Waits until lookups for new streams lead to the node, or do not. Asks little: every answer counts as a coming stream. */
    private static void awaitChosen(NodePlan node, boolean expected) {
        await("lookups " + (expected ? "to choose " : "to avoid ") + node.id())
                .atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> isChosen(node) == expected);
    }

    private static boolean isChosen(NodePlan node) {
        for (int i = 0; i < 8; i++) {
            if (lab.streamManager()
                    .broadcast("live/probe", "probe" + i)
                    .serverAddress()
                    .equals(node.address())) {
                return true;
            }
        }
        return false;
    }
}
