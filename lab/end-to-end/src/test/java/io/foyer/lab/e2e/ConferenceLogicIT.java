package io.foyer.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.lab.e2e.client.RoomClient;
import io.foyer.lab.e2e.client.SignalingClient;
import io.foyer.lab.stack.Service;
import io.foyer.lab.stack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole conference over plain sockets, without a browser and without media: two replicas of the room service, in seconds. */
class ConferenceLogicIT {

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = Lab.start(
                "conference-logic",
                Stack.builder()
                        .replicas(Service.ROOM, 2)
                        .property(Service.ROOM, "foyer.room.seat-grace", "1s")
                        .nodes("origin:2,edge:1,mixer:3")
                        .nodeOptions(Lab.WITHOUT_MEDIA));
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void a_participant_waits_is_let_in_sent_back_and_excluded() {
        try (RoomClient hall = lab.room("live/way_wr");
                RoomClient conference = lab.room("live/way")) {
            String node = lab.compose(conference, "live/way");
            SignalingClient waiting = lab.publish("live/way_wr", "alice");
            hall.awaitActive("alice");

            conference.promote("alice");
            conference.awaitConference("alice");
            conference.awaitPresenter("alice");
            assertThat(hall.active())
                    .as("she stays in the waiting room all the time")
                    .containsExactly("alice");
            SignalingClient inside = lab.joinConference("live/way", "alice");
            assertThat(lab.joinsAt(node))
                    .as("accepted at the node of the mixed picture")
                    .contains("live/way/alice");

            conference.demote("alice");
            conference.awaitConference();
            inside.leaveGroup("way");
            assertThat(hall.active()).containsExactly("alice");

            hall.exclude("alice");
            hall.socket().await("that alice is excluded", message -> message.path("type")
                    .asText()
                    .equals("excluded"));
            hall.awaitActive();
            waiting.close();
        }
    }

    @Test
    void a_promotion_before_the_mixed_picture_waits_for_it() {
        try (RoomClient conference = lab.room("live/early")) {
            SignalingClient waiting = lab.publish("live/early_wr", "alice");
            conference.promote("alice");
            conference.awaitConference("alice");
            assertThat(lab.streamManager().join("live/early").errorMessage()).isNotBlank();

            String node = lab.compose(conference, "live/early");
            lab.joinConference("live/early", "alice");
            assertThat(lab.joinsAt(node)).contains("live/early/alice");
            conference.awaitThat(
                    "the mixed picture to be live", () -> conference.active().contains("early"));

            conference.socket().send("{'type':'destroyComposition','event':'early'}");
            conference.awaitThat(
                    "the mixed picture to end", () -> !conference.active().contains("early"));
            assertThat(lab.streamManager().join("live/early").errorMessage()).isNotBlank();
            waiting.close();
        }
    }

    @Test
    void without_a_provision_a_node_lets_nobody_join() {
        try (RoomClient conference = lab.room("live/bare")) {
            String node = lab.compose(conference, "live/bare");
            SignalingClient line = lab.connect(node, "live/bare", "alice");
            assertThatThrownBy(() -> line.joinGroup("bare")).hasMessageContaining("no such conference group");
            assertThat(lab.streamManager().provision("live/bare").errorMessage())
                    .isEmpty();
            assertThat(lab.streamManager().provision("live/bare").errorMessage())
                    .contains("Provision already exists");
            lab.connect(node, "live/bare", "alice").joinGroup("bare");
            assertThat(lab.joinsAt(node)).contains("live/bare/alice");
        }
    }

    @Test
    void the_presenter_moves_on_when_it_leaves_in_any_way() {
        try (RoomClient hall = lab.room("live/stage_wr");
                RoomClient conference = lab.room("live/stage")) {
            SignalingClient alice = lab.publish("live/stage_wr", "alice");
            SignalingClient bob = lab.publish("live/stage_wr", "bob");
            SignalingClient carol = lab.publish("live/stage_wr", "carol");
            hall.awaitThat("three to wait", () -> hall.active().size() == 3);
            conference.promote("alice");
            conference.promote("bob");
            conference.promote("carol");
            conference.awaitConference("alice", "bob", "carol");
            conference.awaitPresenter("alice");

            conference.demote("alice");
            conference.awaitPresenter("bob");
            conference.present("carol");
            conference.awaitPresenter("carol");
            carol.unpublish();
            conference.awaitConference("bob");
            conference.awaitPresenter("bob");
            bob.socket().cut();
            conference.awaitConference();
            hall.awaitActive("alice");
            alice.close();
            hall.awaitActive();
        }
    }

    @Test
    void every_replica_shows_every_client_the_same_room() {
        try (RoomClient first = lab.roomAt(0, "live/both");
                RoomClient second = lab.roomAt(1, "live/both");
                RoomClient hall = lab.roomAt(1, "live/both_wr")) {
            hall.command("promote", "live/both", "alice");
            first.promote("bob");
            second.promote("carol");
            first.awaitThat("all three", () -> first.conference().size() == 3);
            second.awaitThat("the same list", () -> second.conference().equals(first.conference()));
            try (RoomClient late = lab.roomAt(0, "live/both")) {
                late.awaitThat("the same list for who comes late", () -> late.conference()
                        .equals(first.conference()));
            }
        }
    }

    @Test
    void a_name_that_is_live_cannot_be_published_twice() {
        SignalingClient alice = lab.publish("live/twice_wr", "alice");
        String node = lab.awaitNodeOf("live/twice_wr", "alice");
        assertThatThrownBy(() -> lab.connect(node, "live/twice_wr", "alice").publish())
                .hasMessageContaining("somebody is live");
        alice.close();
    }
}
