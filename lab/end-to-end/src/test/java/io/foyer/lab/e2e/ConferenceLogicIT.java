package io.foyer.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
                "conference-logic", Stack.builder().replicas(Service.ROOM, 2).nodes("origin:2,edge:1,mixer:3"));
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
            assertThat(hall.active()).as("she stays in the waiting room all the time").containsExactly("alice");
            SignalingClient inside = lab.joinConference("live/way", "alice");
            assertThat(lab.joinsAt(node)).as("accepted at the node of the mixed picture").containsExactly("live/way/alice");

            conference.demote("alice");
            conference.awaitConference();
            inside.leaveGroup("way");
            assertThat(hall.active()).containsExactly("alice");

            hall.exclude("alice");
            hall.socket().await("that alice is excluded", message -> message.path("type").asText().equals("excluded"));
            hall.awaitActive();
            waiting.close();
        }
    }
}
