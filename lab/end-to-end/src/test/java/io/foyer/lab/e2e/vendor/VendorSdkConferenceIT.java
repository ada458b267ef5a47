package io.foyer.lab.e2e.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.lab.e2e.Lab;
import io.foyer.lab.e2e.PromoteToJoin;
import io.foyer.lab.e2e.TellWhenFailed;
import io.foyer.lab.e2e.browser.Chromium;
import io.foyer.lab.e2e.browser.Tab;
import io.foyer.lab.e2e.client.RoomClient;
import io.foyer.lab.stack.NodePlan;
import io.foyer.lab.stack.Stack;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The vendor's own SDK in real Chromium against the whole system: it publishes through the proxy into the waiting room, is let
 * in, joins the conference and gets the mixed picture back.
 */
class VendorSdkConferenceIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PROMOTIONS = 7;

    private static Lab lab;
    private static Chromium chromium;

    @RegisterExtension
    final TellWhenFailed failures = new TellWhenFailed();

    private static int roomsUsed;

    /** A room of its own for each test: who was excluded from it stays so as long as anybody is in it. */
    private final String room = "sdk" + ++roomsUsed;

    private RoomClient hall;
    private RoomClient conference;

    @BeforeAll
    static void start() {
        lab = Lab.start("vendor-sdk", Stack.builder().nodes("origin:2,edge:1,mixer:2"));
        chromium = Chromium.launch();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void openTheDoors() {
        hall = failures.watch(lab.room("live/" + room + "_wr"));
        conference = failures.watch(lab.room("live/" + room));
    }

    @AfterEach
    void closeTheDoors() {
        conference.socket().send("{'type':'destroyComposition','event':'" + room + "'}");
        conference.close();
        hall.close();
    }

    @Test
    void a_participant_with_the_sdk_waits_is_let_in_sees_everybody_and_is_sent_back_and_excluded() {
        String address = lab.compose(conference, "live/" + room);
        NodePlan node = lab.nodeAt(address);
        Tab host = failures.watch(chromium.newTab("host"));
        host.page().navigate(lab.origin() + "/host.html?room=" + room);

        // Into the waiting room.
        Tab alice = participant("alice");
        alice.await("the SDK to publish", "story.includes('publishing')", SOON);
        alice.await(
                "the SDK to hand over to the data channel",
                "story.includes('publisher WebRTC.DataChannel.Available')",
                SOON);
        hall.awaitActive("alice");
        host.await("alice's tile on the wall", "document.querySelector('#wall [data-name=alice]') !== null", SOON);
        host.awaitMovingPicture("#wall [data-name=alice] video", SOON);

        // Let in: the mixed picture moves.
        conference.promote("alice");
        conference.awaitConference("alice");
        alice.await("the SDK to take part", "story.includes('participating')", SOON);
        System.out.println("The participant sees: " + alice.awaitMovingPicture("#conference", SOON));
        conference.awaitThat(
                "alice to be live in the conference", () -> conference.active().contains("alice"));
        host.await(
                "alice's tile to leave the wall", "document.querySelector('#wall [data-name=alice]') === null", SOON);

        // A viewer sees the same picture.
        Tab viewer = failures.watch(chromium.newTab("viewer"));
        VendorPages.open(viewer, lab.origin(), "viewer.html?room=" + room);
        viewer.page().evaluate("void watch('live/" + room + "', '" + room + "')");
        System.out.println("A viewer sees: " + viewer.awaitMovingPicture("#red5pro-subscriber", SOON));
        viewer.close();

        // Sent back, and let in again, several times: how long does it take?
        PromoteToJoin times = new PromoteToJoin();
        int left = 0;
        while (times.count() < PROMOTIONS) {
            conference.demote("alice");
            awaitLeft(alice, ++left);
            conference.awaitThat(
                    "alice to be gone from the conference",
                    () -> !conference.active().contains("alice"));
            host.await(
                    "alice's tile back on the wall",
                    "document.querySelector('#wall [data-name=alice]') !== null",
                    SOON);
            int joinsBefore = joins(node).size();
            long promoted = System.currentTimeMillis();
            conference.promote("alice");
            conference.awaitThat(
                    "alice to be live in the conference",
                    () -> conference.active().contains("alice"));
            assertThat(joins(node).size()).as("joinGroups at the node").isEqualTo(joinsBefore + 1);
            times.add(promoted, joins(node).get(joinsBefore).path("atMillis").asLong());
        }
        times.report();

        // Excluded: out of the conference, and not seen in the waiting room either.
        conference.exclude("alice");
        conference.awaitConference();
        awaitLeft(alice, ++left);
        hall.exclude("alice");
        hall.awaitActive();
        host.await("alice's tile to be gone", "document.querySelector('#wall [data-name=alice]') === null", SOON);
        assertThat(conference.conferenceAfter(() -> conference.promote("alice")))
                .as("an excluded person cannot be promoted")
                .isEmpty();
    }

    @Test
    void participants_hear_each_other_and_never_themselves() {
        lab.compose(conference, "live/" + room);
        Tab alice = admitted("alice");
        System.out.println("Alone in the conference: " + alice.awaitSilence(SOON));

        Tab bob = admitted("bob");
        System.out.println("Alice hears bob: " + alice.awaitBeeps(SOON));
        System.out.println("Bob hears alice: " + bob.awaitBeeps(SOON));

        // With bob's microphone off, whatever alice still heard would be herself.
        bob.page().evaluate("microphone(false)");
        System.out.println("Alice, with bob silent: " + alice.awaitSilence(SOON));
        System.out.println("Bob, silent, hears alice: " + bob.awaitBeeps(SOON));
    }

    /** Begins to publish into the waiting room. */
    private Tab participant(String name) {
        Tab tab = failures.watch(chromium.newTab(name));
        VendorPages.open(tab, lab.origin(), "participant.html?room=" + room + "&name=" + name + "&token=" + Lab.TOKEN);
        tab.page().evaluate("void startBroadcast()");
        return tab;
    }

    private Tab admitted(String name) {
        Tab tab = participant(name);
        tab.await("the SDK to publish", "story.includes('publishing')", SOON);
        conference.promote(name);
        tab.await("the SDK to take part", "story.includes('participating')", SOON);
        return tab;
    }

    private static void awaitLeft(Tab tab, int times) {
        tab.await(
                "the SDK to leave for time number " + times,
                "story.filter((step) => step === 'left the conference').length === " + times,
                SOON);
    }

    private static JsonNode joins(NodePlan node) {
        return lab.nodeState(node).path("joins");
    }
}
