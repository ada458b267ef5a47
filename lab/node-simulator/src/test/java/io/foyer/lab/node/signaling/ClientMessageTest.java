package io.foyer.lab.node.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aPublisherAsksWithBundleAndASubscriberWithout() {
        assertThat(parse("{\"isAvailable\":\"alice\",\"bundle\":true}"))
                .isEqualTo(new ClientMessage.IsAvailable("alice", true));
        assertThat(parse("{\"isAvailable\":\"alice\"}")).isEqualTo(new ClientMessage.IsAvailable("alice", false));
    }

    @Test
    void anOfferToJoinNamesGroupAndStream() {
        assertThat(parse("{\"joinGroup\":\"room1\",\"streamName\":\"alice\",\"transport\":\"udp\","
                        + "\"data\":{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\"}}}"))
                .isEqualTo(new ClientMessage.JoinGroup("room1", "alice", "v=0"));
    }

    @Test
    void anEmptyCandidateIsTheEndOfCandidates() {
        assertThat(
                        parse(
                                "{\"handleCandidate\":\"alice\",\"data\":{\"candidate\":{\"type\":\"candidate\",\"candidate\":\"\"}}}"))
                .isEqualTo(new ClientMessage.EndOfCandidates());
        assertThat(parse("{\"handleCandidate\":\"alice\",\"data\":{\"candidate\":{\"candidate\":\"candidate:1\","
                        + "\"sdpMid\":\"0\",\"sdpMLineIndex\":2}}}"))
                .isEqualTo(new ClientMessage.HandleCandidate("0", 2, "candidate:1"));
    }

    @Test
    void aMuteMayMentionOnlyOneOfTheTwo() {
        assertThat(parse("{\"mute\":{\"muteAudio\":true}}")).isEqualTo(new ClientMessage.Mute(true, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "[]", "7", "null", "{", "{}", "\"text\""})
    void whatIsNoMessageIsMalformed(String text) {
        assertThat(parse(text)).isEqualTo(new ClientMessage.Malformed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"handleOffer", "joinGroup", "requestOffer", "handleCandidate", "mute", "send", "callAdapter"})
    void aMessageWithNothingInItIsReadWithoutFailing(String first) {
        assertThat(parse("{\"" + first + "\":null}")).isNotNull();
        assertThat(parse("{\"" + first + "\":[1,2]}")).isNotNull();
    }

    @Test
    void anythingElseIsUnknownByItsFirstProperty() {
        assertThat(parse("{\"fly\":1,\"publish\":\"alice\"}")).isEqualTo(new ClientMessage.Unknown("fly"));
    }

    private ClientMessage parse(String text) {
        return ClientMessage.parse(json, text);
    }
}
