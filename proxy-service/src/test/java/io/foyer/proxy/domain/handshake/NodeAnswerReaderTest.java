package io.foyer.proxy.domain.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NodeAnswerReaderTest {
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String GOOD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Accept: " + ACCEPT + "\r\n\r\n";

    private static NodeAnswer read(String answer) {
        return new NodeAnswerReader(ACCEPT).read(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 200)
    void whateverThePiecesNoByteAfterTheHeadIsLost(@ForAll @IntRange(min = 1, max = 40) int piece) {
        byte[] bytes = (GOOD + "early bytes").getBytes(StandardCharsets.ISO_8859_1);
        NodeAnswerReader reader = new NodeAnswerReader(ACCEPT);
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            if (reader.read(part) instanceof NodeAnswer.Accepted(byte[] early)) {
                String rest = new String(
                        bytes, at + part.length, bytes.length - at - part.length, StandardCharsets.ISO_8859_1);
                assertThat(new String(early, StandardCharsets.ISO_8859_1) + rest)
                        .isEqualTo("early bytes");
                return;
            }
        }
        throw new AssertionError("never accepted");
    }

    @Test
    void anotherStatusIsARefusal() {
        assertThat(read("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")).isEqualTo(new NodeAnswer.Refused(404));
        assertThat(read("HTTP/1.1 200\r\n\r\n")).isEqualTo(new NodeAnswer.Refused(200));
    }

    @Test
    void anAnswerThatIsNoWebSocketHandshakeIsMalformed() {
        assertThat(read("SSH-2.0-OpenSSH_9.2\r\n\r\n")).isInstanceOf(NodeAnswer.Malformed.class);
        assertThat(read(GOOD.replace(ACCEPT, "AAAA"))).isInstanceOf(NodeAnswer.Malformed.class);
        assertThat(read(GOOD.replace("Upgrade: WebSocket\r\n", ""))).isInstanceOf(NodeAnswer.Malformed.class);
        assertThat(read(GOOD.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")))
                .isInstanceOf(NodeAnswer.Malformed.class);
    }

    @Test
    void aHeadWithoutEndIsGivenUp() {
        NodeAnswerReader reader = new NodeAnswerReader(ACCEPT);
        NodeAnswer answer = reader.read(GOOD.substring(0, 40).getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 20 && answer instanceof NodeAnswer.Incomplete; i++) {
            answer = reader.read("x".repeat(1000).getBytes(StandardCharsets.ISO_8859_1));
        }
        assertThat(answer).isInstanceOf(NodeAnswer.Malformed.class);
    }

    @Property
    void noiseNeverThrows(@ForAll byte[] noise) {
        assertThat(new NodeAnswerReader(ACCEPT).read(noise)).isNotInstanceOf(NodeAnswer.Accepted.class);
    }
}
