package io.foyer.lab.node.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** The exact texts that the SDK recognises (signaling.md, 4.2 to 4.4 and 5). */
class ServerMessagesTest {
    private final ServerMessages messages = new ServerMessages(new ObjectMapper());

    @Test
    void statusesThatDriveTheHandshakeCarryNoMessage() {
        assertThat(messages.connectSuccess())
                .isEqualTo("{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.Connect.Success\"}}");
        assertThat(messages.connectRejected())
                .isEqualTo("{\"data\":{\"type\":\"error\",\"code\":\"NetConnection.Connect.Rejected\"}}");
        assertThat(messages.trickleCompleted())
                .isEqualTo("{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.ICE.TrickleCompleted\"}}");
        assertThat(messages.channelAvailable())
                .isEqualTo(
                        "{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.DataChannel.Available\",\"description\":\"red5pro\"}}");
        assertThat(messages.unpublishNotify())
                .isEqualTo("{\"data\":{\"type\":\"status\",\"code\":\"NetStream.Play.UnpublishNotify\"}}");
    }

    @Test
    void startAndEndAreRecognisedByTheirMessage() {
        assertThat(messages.publishStarting("stream1"))
                .isEqualTo(
                        "{\"data\":{\"type\":\"status\",\"code\":\"NetStream.Publish.Start\",\"message\":\"stream1 starting\"}}");
        assertThat(messages.stopping("stream1"))
                .isEqualTo(
                        "{\"data\":{\"type\":\"status\",\"code\":\"NetStream.Unpublish.Success\",\"message\":\"stream1 stopping\"}}");
        assertThat(messages.leaving("room1")).contains("\"message\":\"Leaving group room1\"");
    }

    @Test
    void aConferenceAnswerNamesTheParticipantBesideTheDescription() {
        assertThat(messages.conferenceAnswer("v=0", "alice"))
                .isEqualTo("{\"data\":{\"sdp\":{\"type\":\"answer\",\"sdp\":\"v=0\"},\"participantId\":\"alice\"}}");
    }

    @Test
    void theBadgeSaysWhatIsLeft() {
        assertThat(messages.streamingMode(true, true)).contains("\"Video/Audio\"");
        assertThat(messages.streamingMode(false, true)).contains("\"Video\"");
        assertThat(messages.streamingMode(true, false)).contains("\"Audio\"");
        assertThat(messages.streamingMode(false, false)).contains("\"Empty\"");
    }
}
