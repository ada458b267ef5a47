package io.foyer.lab.node.media;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSink;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.foyer.lab.node.settings.NodeSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One WebRTC connection to a browser, on an engine of its own. Calls that negotiate wait for the native library; call
 * them on the session's thread. Pictures and sounds may be sent from any thread.
 */
public final class Peer implements PeerConnectionObserver {
    /** The device starts to record when the transport gets ready; silence it after that, then samples may be pushed. */
    private static final long QUIET_AFTER_MILLIS = 400;

    private static final long DISCONNECTED_LIMIT_SECONDS = 5;

    private final EnginePool pool;
    private final Engine engine;
    private volatile PeerEvents events;
    private final NodeSettings settings;
    private final ScheduledExecutorService timer;
    private final RTCPeerConnection connection;
    private final Descriptions descriptions;
    private final Object sending = new Object();
    /** How to stop listening to each track that came. */
    private final List<Runnable> received = new CopyOnWriteArrayList<>();

    private DataChannel channel;
    private boolean soundReady;
    private boolean closed;
    private boolean lost;
    private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;

    /** @throws PeerException when no more peers are allowed */
    public Peer(EnginePool pool, NodeSettings settings, ScheduledExecutorService timer, PeerEvents events) {
        this.pool = pool;
        this.settings = settings;
        this.timer = timer;
        this.events = events;
        this.engine = pool.take().orElseThrow(() -> new PeerException("the node carries no more peers"));
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.portAllocatorConfig = new PortAllocatorConfig(
                settings.udpMin(), settings.udpMax(), PortAllocatorConfig.PORTALLOCATOR_DISABLE_TCP);
        this.connection = engine.factory.createPeerConnection(configuration, this);
        this.descriptions = new Descriptions(connection, engine);
    }

    /**
     * Answers an offer: takes what the other side sends, and sends where it only receives (the sections a conference
     * participant keeps for what it is to see and hear).
     *
     * @return the answer's SDP
     */
    public String answer(String offer) {
        return descriptions.answer(offer);
    }

    /**
     * Offers one picture and one sound track.
     *
     * @param label of the data channel to offer, empty for none
     * @param codec preferred video codec such as {@code H264}, empty for the library's choice
     */
    public String offer(String label, String codec) {
        if (!label.isEmpty()) {
            RTCDataChannelInit ordered = new RTCDataChannelInit();
            ordered.ordered = true;
            adopt(connection.createDataChannel(label, ordered));
        }
        return descriptions.offer(codec);
    }

    public void acceptAnswer(String sdp) {
        descriptions.acceptAnswer(sdp);
    }

    /**
     * A candidate of the other side; one that comes before its description waits for it.
     *
     * @param mid name of the media section, empty when it was not said: then the index counts
     */
    public void candidate(String mid, int index, String text) {
        descriptions.candidate(new RTCIceCandidate(mid, index, text));
    }

    public void send(Picture picture) {
        synchronized (sending) {
            if (!closed && state == RTCPeerConnectionState.CONNECTED) {
                PictureOutlet.push(picture, engine.pictures);
            }
        }
    }

    public void send(Sound sound) {
        synchronized (sending) {
            if (!closed && soundReady) {
                engine.sounds.pushAudio(sound.samples(), 16, Sound.RATE, 1, Sound.SAMPLES);
            }
        }
    }

    /** Sends over the data channel; false when there is none open. */
    public boolean send(String text) {
        DataChannel open;
        synchronized (sending) {
            open = closed ? null : channel;
        }
        return open != null && open.send(text);
    }

    /** Ends the connection and gives the engine back; does nothing the second time. */
    public void close() {
        synchronized (sending) {
            if (closed) {
                return;
            }
            closed = true;
        }
        received.forEach(Runnable::run);
        received.clear();
        if (channel != null) {
            channel.forget();
        }
        connection.close();
        // The native library keeps this object for ever; it need not keep the session.
        events = PeerEvents.NOBODY;
        // The native threads may still deliver what was under way; let them run dry before another peer gets the
        // engine.
        timer.schedule(() -> pool.giveBack(engine), 500, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        Callback.run(() -> events.localCandidate(candidate.sdpMid, candidate.sdpMLineIndex, candidate.sdp));
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState gathering) {
        if (gathering == RTCIceGatheringState.COMPLETE) {
            Callback.run(events::gathered);
        }
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState now) {
        state = now;
        Callback.run(() -> stateIs(now));
    }

    private void stateIs(RTCPeerConnectionState now) {
        switch (now) {
            case CONNECTED -> {
                timer.schedule(this::allowSound, QUIET_AFTER_MILLIS, TimeUnit.MILLISECONDS);
                events.connected();
            }
            case DISCONNECTED -> timer.schedule(this::lostUnlessBack, DISCONNECTED_LIMIT_SECONDS, TimeUnit.SECONDS);
            case FAILED, CLOSED -> reportLost();
            case NEW, CONNECTING -> {}
        }
    }

    @Override
    public void onDataChannel(RTCDataChannel offered) {
        Callback.run(() -> adopt(offered));
    }

    @Override
    public void onTrack(RTCRtpTransceiver transceiver) {
        Callback.run(() -> listenTo(transceiver));
    }

    private void listenTo(RTCRtpTransceiver transceiver) {
        switch (transceiver.getReceiver().getTrack()) {
            case VideoTrack video -> {
                PictureInlet inlet = new PictureInlet(settings.picture(), picture -> events.picture(picture));
                video.addSink(inlet);
                received.add(() -> video.removeSink(inlet));
            }
            case AudioTrack audio -> {
                AudioTrackSink inlet = (pcm, bits, rate, channels, frames) -> {
                    if (bits == 16) {
                        Callback.run(() -> events.sound(Sound.of(pcm, rate, channels, frames)));
                    }
                };
                audio.addSink(inlet);
                received.add(() -> audio.removeSink(inlet));
            }
            default -> {}
        }
    }

    private void adopt(RTCDataChannel offered) {
        channel = new DataChannel(
                offered, label -> events.channelOpen(label), text -> events.channelMessage(text), this::reportLost);
    }

    private void allowSound() {
        synchronized (sending) {
            if (!closed) {
                engine.device.stopRecording();
                soundReady = true;
            }
        }
    }

    private void lostUnlessBack() {
        if (state == RTCPeerConnectionState.DISCONNECTED) {
            reportLost();
        }
    }

    private void reportLost() {
        synchronized (sending) {
            if (closed || lost) {
                return;
            }
            lost = true;
        }
        events.lost();
    }
}
