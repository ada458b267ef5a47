package io.foyer.lab.node.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import io.foyer.lab.node.support.Surroundings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mixer and the origin it forwards to, with participants who see the composite and hear each other. */
class ConferenceTest {
    private static final String PAGE =
            "https://foyer.test/webrtcexamples/sample-mixer-pages/conference/?role=mixer&app=live&room=room1&ws=%s&token=1";

    private static Surroundings surroundings;
    private static NodeProcess origin;
    private static NodeProcess mixer;

    @BeforeAll
    static void start() {
        surroundings = new Surroundings();
        surroundings.replyWithProvisions("[{\"guid\":\"live/room1\",\"context\":\"live/room1\",\"name\":\"room1\"}]");
        origin = NodeProcess.start(
                "--id=origin-1",
                "--address=127.0.22.1",
                "--port=0",
                "--registry=" + surroundings.url(),
                "--webhook=" + surroundings.url() + "/webhook");
        mixer = NodeProcess.start(
                "--id=mixer-1",
                "--role=mixer",
                "--address=127.0.22.4",
                "--port=0",
                "--link-port=" + origin.port(),
                "--registry=" + surroundings.url(),
                "--webhook=" + surroundings.url() + "/webhook");
    }

    @AfterEach
    void noComposition() {
        surroundings.replyWithMixers("[]");
        await("the mixer to be idle")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> mixer.state().path("mixers").isEmpty());
        surroundings.cutRoomSockets();
        surroundings.forgetRoomQueries();
    }

    @AfterAll
    static void stop() {
        origin.close();
        mixer.close();
        surroundings.close();
    }

    @Test
    void participantsSeeTheCompositeAndHearEachOtherButNotThemselves() {
        surroundings.conference("{\"type\":\"conference\",\"room\":\"live/room1\",\"streams\":[]}");
        compose();
        await("composing").atMost(15, TimeUnit.SECONDS).until(() -> "composing"
                .equals(surroundings.heartbeat("mixer-1").at("/mixers/0/state").asText()));
        assertThat(surroundings.roomQueries())
                .containsExactly("testbed=conference&room=live/room1&host=false&mixer=true&presenter=1");
        await("the composite at its destination")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> surroundings.webhooks().contains("stream-published live/room1/room1 TYPE_ORIGIN"));
        assertThat(surroundings.webhooks()).contains("stream-published live/room1/room1 TYPE_MIXER");

        TestBrowser viewer = TestBrowser.subscribe(origin, "live/room1", "room1");
        await("the empty layout moves").atMost(15, TimeUnit.SECONDS).until(() -> viewer.differences() >= 3);
        viewer.close();

        TestBrowser alice =
                TestBrowser.join(origin, "live/room1", "room1", "alice").handOver();
        TestBrowser bob = TestBrowser.join(origin, "live/room1", "room1", "bob").handOver();
        surroundings.conference(
                "{\"type\":\"conference\",\"room\":\"live/room1\",\"streams\":[\"alice\",\"bob\"],\"presenter\":\"alice\"}");
        await("both are published")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> surroundings.webhooks().contains("stream-published live/room1/alice TYPE_ORIGIN")
                        && surroundings.webhooks().contains("stream-published live/room1/bob TYPE_ORIGIN"));
        assertThat(origin.entry("joins", "streamName", "alice").path("accepted").asBoolean())
                .isTrue();
        await("both are in the group")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> origin.state().at("/groups/live~1room1~1room1").asInt() == 2);

        await("the mixer pulls both")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> mixer.state().path("pulled").size() == 2);
        await("moving pictures").atMost(15, TimeUnit.SECONDS).until(() -> alice.differences() >= 5);
        await("alice's camera in bob's composite").atMost(15, TimeUnit.SECONDS).until(() -> stripes(bob.lastPicture()));

        alice.speak(20_000);
        await("bob hears alice").atMost(15, TimeUnit.SECONDS).until(() -> bob.loudest() > 5_000);
        alice.forgetSound();
        int before = alice.sounds();
        await("two seconds of sound").atMost(15, TimeUnit.SECONDS).until(() -> alice.sounds() >= before + 200);
        assertThat(alice.loudest()).as("alice hears herself").isLessThan(1_000);
        alice.close();
        await("alice is gone")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> surroundings.webhooks().contains("stream-unpublished live/room1/alice TYPE_ORIGIN"));
        bob.overChannel("{\"leaveGroup\":\"room1\",\"streamName\":\"bob\"}");
        await("the farewell")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> bob.channelTexts().toString().contains("Leaving group room1"));

        surroundings.replyWithMixers("[]");
        await("the composite ends")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> surroundings.webhooks().contains("stream-unpublished live/room1/room1 TYPE_ORIGIN"));
        assertThat(mixer.state().path("mixers")).isEmpty();
        bob.close();
    }

    @Test
    void aMixerComesBackToTheRoomBackendWhenItsSocketBreaks() {
        compose();
        await("the first socket")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> surroundings.roomQueries().size() == 1);

        surroundings.cutRoomSockets();

        await("the second socket")
                .atMost(15, TimeUnit.SECONDS)
                .until(() -> surroundings.roomQueries().size() == 2);
    }

    @Test
    void nobodyJoinsAGroupWithoutAProvision() {
        SignalingClient client = SignalingClient.open(origin, "live/room9", "id=eve");
        client.say(
                "{\"joinGroup\":\"room9\",\"streamName\":\"eve\",\"transport\":\"udp\",\"data\":{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\"}}}");

        client.await(
                "a refusal",
                message -> "error".equals(message.path("data").path("type").asText())
                        && message.path("data").has("message"));
        assertThat(origin.entry("joins", "streamName", "eve").path("accepted").asBoolean())
                .isFalse();
    }

    private void compose() {
        String page = PAGE.formatted("127.0.0.1:" + surroundings.port() + "/rooms");
        surroundings.replyWithMixers("[{\"event\":\"room1\",\"mixerName\":\"5d3c\",\"mixingPage\":\"" + page
                + "\",\"streamName\":\"room1\",\"path\":\"live/room1\",\"width\":1280,\"height\":720,"
                + "\"destination\":\"127.0.22.1\",\"destinationMixerName\":\"\",\"doForward\":true}]");
    }

    /** The test camera shows dark and light stripes; the empty layout is even there. */
    private static boolean stripes(Picture composite) {
        if (composite == null) {
            return false;
        }
        int least = 255;
        int most = 0;
        int row = composite.height() / 2;
        for (int x = composite.width() / 8; x < composite.width() / 2; x++) {
            int luma = composite.planes()[row * composite.width() + x] & 0xff;
            least = Math.min(least, luma);
            most = Math.max(most, luma);
        }
        return most - least > 60;
    }
}
