package io.foyer.lab.e2e.client;

import java.util.List;

/**
 * A session description like a browser's, for a client that never sends a packet: enough for a node to answer, nothing
 * behind it. (RFC 8829, RFC 8841 for the data channel.)
 */
final class Offer {

    private static final String FINGERPRINT =
            "6B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08";

    private final StringBuilder text = new StringBuilder();
    private int sections;

    private Offer() {}

    /** Own camera and microphone, and the data channel. */
    static String ofPublisher() {
        return new Offer().audio("sendonly").video("sendonly").channel().text();
    }

    /** Own camera and microphone, room for one picture and three voices in return, and the data channel. */
    static String ofParticipant() {
        return new Offer()
                .audio("sendonly")
                .video("sendonly")
                .video("recvonly")
                .audio("recvonly")
                .audio("recvonly")
                .audio("recvonly")
                .channel()
                .text();
    }

    private Offer audio(String direction) {
        media("audio 9 UDP/TLS/RTP/SAVPF 111");
        return lines(
                "a=" + direction, "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1");
    }

    private Offer video(String direction) {
        media("video 9 UDP/TLS/RTP/SAVPF 96");
        return lines("a=" + direction, "a=rtcp-mux", "a=rtcp-rsize", "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack pli");
    }

    private Offer channel() {
        media("application 9 UDP/DTLS/SCTP webrtc-datachannel");
        return lines("a=sctp-port:5000", "a=max-message-size:262144");
    }

    private void media(String line) {
        lines(
                "m=" + line,
                "c=IN IP4 0.0.0.0",
                "a=mid:" + sections++,
                "a=ice-ufrag:Fo1r",
                "a=ice-pwd:0123456789abcdefghijklmn",
                "a=ice-options:trickle",
                "a=fingerprint:sha-256 " + FINGERPRINT,
                "a=setup:actpass");
    }

    private Offer lines(String... lines) {
        List.of(lines).forEach(line -> text.append(line).append("\r\n"));
        return this;
    }

    private String text() {
        StringBuilder bundle = new StringBuilder("a=group:BUNDLE");
        for (int mid = 0; mid < sections; mid++) {
            bundle.append(' ').append(mid);
        }
        return "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + bundle + "\r\n" + text;
    }
}
