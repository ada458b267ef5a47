package io.foyer.lab.node.media;

import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpCodecCapability;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.media.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/** What a connection and its other side tell each other about media and addresses. */
final class Descriptions {
    private static final Logger LOG = Logger.getLogger(Descriptions.class.getName());
    private static final int EARLY = 64;

    private final RTCPeerConnection connection;
    private final Engine engine;
    private final List<RTCIceCandidate> early = new ArrayList<>();
    private boolean remoteKnown;

    Descriptions(RTCPeerConnection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** Takes what the other side sends, and sends in the first picture and the first sound section where it only receives. */
    String answer(String offer) {
        Negotiation.setRemote(connection, RTCSdpType.OFFER, offer);
        List<SdpSection> sections = SdpSection.of(offer);
        boolean videoGiven = false;
        boolean audioGiven = false;
        for (RTCRtpTransceiver transceiver : connection.getTransceivers()) {
            SdpSection section = section(sections, transceiver.getMid());
            if (section == null || !section.onlyReceives()) {
                transceiver.setDirection(RTCRtpTransceiverDirection.RECV_ONLY);
                continue;
            }
            transceiver.setDirection(RTCRtpTransceiverDirection.SEND_ONLY);
            if ("video".equals(section.kind()) && !videoGiven) {
                transceiver.getSender().replaceTrack(engine.videoTrack);
                videoGiven = true;
            } else if ("audio".equals(section.kind()) && !audioGiven) {
                transceiver.getSender().replaceTrack(engine.audioTrack);
                audioGiven = true;
            }
        }
        RTCSessionDescription answer = Negotiation.createAnswer(connection);
        Negotiation.setLocal(connection, answer);
        remoteIsKnown();
        return answer.sdp;
    }

    /** One picture and one sound track; {@code codec} may be empty. */
    String offer(String codec) {
        connection.addTransceiver(engine.audioTrack, sendOnly());
        RTCRtpTransceiver video = connection.addTransceiver(engine.videoTrack, sendOnly());
        List<RTCRtpCodecCapability> preferred =
                engine.factory.getRtpSenderCapabilities(MediaType.VIDEO).getCodecs().stream()
                        .filter(capability -> capability.getName().equalsIgnoreCase(codec))
                        .toList();
        if (!preferred.isEmpty()) {
            video.setCodecPreferences(preferred);
        }
        RTCSessionDescription offer = Negotiation.createOffer(connection);
        Negotiation.setLocal(connection, offer);
        return offer.sdp;
    }

    void acceptAnswer(String sdp) {
        Negotiation.setRemote(connection, RTCSdpType.ANSWER, sdp);
        remoteIsKnown();
    }

    /** One that comes before its description waits for it; one that the library cannot use is passed over, as browsers do. */
    void candidate(RTCIceCandidate candidate) {
        synchronized (early) {
            if (!remoteKnown) {
                if (early.size() < EARLY) {
                    early.add(candidate);
                }
                return;
            }
        }
        add(candidate);
    }

    private void remoteIsKnown() {
        List<RTCIceCandidate> waiting;
        synchronized (early) {
            remoteKnown = true;
            waiting = List.copyOf(early);
            early.clear();
        }
        waiting.forEach(this::add);
    }

    private void add(RTCIceCandidate candidate) {
        try {
            connection.addIceCandidate(candidate);
        } catch (RuntimeException | Error unusable) { // the library throws Error itself
            LOG.fine("candidate=unusable reason=\"" + unusable.getMessage() + "\"");
        }
    }

    private static SdpSection section(List<SdpSection> sections, String mid) {
        return sections.stream()
                .filter(one -> one.mid().equals(mid))
                .findFirst()
                .orElse(null);
    }

    private static RTCRtpTransceiverInit sendOnly() {
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
        init.direction = RTCRtpTransceiverDirection.SEND_ONLY;
        init.streamIds = List.of("stream");
        return init;
    }
}
