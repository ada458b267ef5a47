package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.Frame;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conversations of the vendor's clients (signaling, section 5), message by message. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class TranscriptIT extends TunnelTestBase {
    private static final String SDP =
            "{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\n\"}}";
    private static final String TRICKLED =
            "{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.ICE.TrickleCompleted\"}}";
    private static final String CHANNEL =
            "{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.DataChannel.Available\",\"description\":\"red5pro\"}}";
    private static final String NODE_CANDIDATE =
            "{\"data\":{\"type\":\"candidate\",\"candidate\":{\"sdpMid\":\"0\",\"candidate\":\"candidate:1 1 udp 1 203.0.113.7 49821 typ host\"}}}";

    /** One message and who sends it. */
    private record Line(boolean fromBrowser, String text) {}

    private static Line browser(String text) {
        return new Line(true, text);
    }

    private static Line node(String text) {
        return new Line(false, text);
    }

    private void plays(String query, List<Line> lines) {
        try (Pair pair = session(query)) {
            for (Line line : lines) {
                if (line.fromBrowser()) {
                    pair.browser().text(line.text());
                    assertThat(pair.connection().readText()).isEqualTo(line.text());
                } else {
                    pair.connection().text(line.text());
                    assertThat(pair.browser().readText()).isEqualTo(line.text());
                }
            }
            pair.browser().send(Frame.close());
            assertThat(pair.connection().read()).satisfies(frame -> {
                assertThat(frame.opcode()).isEqualTo(Frame.CLOSE);
                assertThat(frame.closeCode()).as("no code, as the page sent it").isEqualTo(-1);
            });
            pair.connection().send(Frame.close());
            assertThat(pair.browser().readToEnd()).extracting(Frame::opcode).containsExactly(Frame.CLOSE);
        }
    }

    @Test
    void publishing() {
        plays(
                "id=stream1&host=NODE&app=live%2Froom1_wr",
                List.of(
                        browser("{\"isAvailable\":\"stream1\",\"bundle\":true}"),
                        node("{\"isAvailable\":false}"),
                        browser("{\"handleOffer\":\"stream1\",\"transport\":\"udp\",\"data\":" + SDP + "}"),
                        node("{\"data\":" + SDP.replace("offer", "answer") + "}"),
                        browser(
                                "{\"handleCandidate\":\"stream1\",\"data\":{\"candidate\":{\"candidate\":\"candidate:1\"}}}"),
                        node(NODE_CANDIDATE),
                        browser(
                                "{\"handleCandidate\":\"stream1\",\"data\":{\"candidate\":{\"type\":\"candidate\",\"candidate\":\"\"}}}"),
                        node(TRICKLED),
                        browser("{\"publish\":\"stream1\",\"mode\":\"live\",\"keyFramerate\":3000}"),
                        node(
                                "{\"data\":{\"type\":\"status\",\"code\":\"NetStream.Publish.Start\",\"message\":\"stream1 starting\"}}"),
                        node(CHANNEL),
                        browser("{\"switchChannel\":\"red5pro\"}")));
    }

    @Test
    void subscribing() {
        plays(
                "id=stream1-sub-3fa2&host=NODE&app=live%2Froom1_wr",
                List.of(
                        browser("{\"isAvailable\":\"stream1\"}"),
                        node("{\"isAvailable\":true}"),
                        browser(
                                "{\"requestOffer\":\"stream1\",\"requestId\":\"stream1-sub-3fa2\",\"transport\":\"udp\"}"),
                        node("{\"data\":" + SDP + "}"),
                        browser("{\"handleAnswer\":\"stream1\",\"requestId\":\"stream1-sub-3fa2\",\"data\":"
                                + SDP.replace("offer", "answer") + "}"),
                        node(NODE_CANDIDATE),
                        node(TRICKLED),
                        browser("{\"subscribe\":\"stream1\",\"requestId\":\"stream1-sub-3fa2\"}"),
                        node(
                                "{\"data\":{\"type\":\"status\",\"code\":\"NetStream.Play.Start\",\"message\":\"stream1 starting\"}}"),
                        node(CHANNEL),
                        browser("{\"switchChannel\":\"red5pro\"}")));
    }

    @Test
    void joiningAConference() {
        plays(
                "id=stream1&app=live%2Froom1&host=NODE",
                List.of(
                        browser("{\"isAvailable\":\"stream1\",\"bundle\":true}"),
                        node("{\"isAvailable\":false}"),
                        browser("{\"joinGroup\":\"room1\",\"streamName\":\"stream1\",\"transport\":\"udp\",\"data\":"
                                + SDP + "}"),
                        node(
                                "{\"data\":{\"sdp\":{\"type\":\"answer\",\"sdp\":\"v=0\"},\"participantId\":\"stream1\",\"more\":[1]}}"),
                        browser(
                                "{\"handleCandidate\":\"stream1\",\"data\":{\"candidate\":{\"candidate\":\"candidate:1\"}}}"),
                        node(TRICKLED),
                        node(CHANNEL),
                        browser("{\"switchChannel\":\"red5pro\"}")));
    }

    @Test
    void unpublishingWhileTheSocketIsStillTheTransport() {
        plays(
                "id=stream1&host=NODE&app=live",
                List.of(
                        browser("{\"unpublish\":\"stream1\"}"),
                        node(
                                "{\"data\":{\"type\":\"status\",\"code\":\"NetStream.Unpublish.Success\",\"message\":\"stream1 stopping\"}}")));
    }

    @Test
    void aRejectedConnection() {
        var browser = dial("id=a&host=NODE&app=live");
        String rejected = "{\"data\":{\"type\":\"error\",\"code\":\"NetConnection.Connect.Rejected\"}}";
        try (var connection = node.next().accept(Frame.text(rejected), Frame.close(1000))) {
            browser.awaitAnswer();
            assertThat(browser.readText()).isEqualTo(rejected);
            assertThat(browser.read().closeCode()).isEqualTo(1000);
            browser.send(Frame.close(1000));
            assertThat(connection.read().opcode()).isEqualTo(Frame.CLOSE);
        } finally {
            browser.close();
        }
    }
}
