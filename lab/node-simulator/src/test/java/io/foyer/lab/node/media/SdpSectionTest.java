package io.foyer.lab.node.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SdpSectionTest {
    @Test
    void kindNameAndDirectionOfEachSectionAreFound() {
        String sdp = "v=0\r\na=group:BUNDLE 0 1 2\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=sendrecv\r\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=recvonly\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n";

        assertThat(SdpSection.of(sdp))
                .containsExactly(
                        new SdpSection("audio", "0", "sendrecv"),
                        new SdpSection("video", "1", "recvonly"),
                        new SdpSection("application", "2", "sendrecv"));
    }

    @Test
    void aDirectionOfTheWholeSessionAppliesWhereNoneIsSaid() {
        assertThat(SdpSection.of("v=0\na=recvonly\nm=video 9 X 96\nm=audio 9 X 0\na=sendonly\n"))
                .extracting(SdpSection::onlyReceives)
                .containsExactly(true, false);
    }

    @Test
    void textWithoutSectionsHasNone() {
        assertThat(SdpSection.of("")).isEmpty();
        assertThat(SdpSection.of("hello")).isEmpty();
    }
}
