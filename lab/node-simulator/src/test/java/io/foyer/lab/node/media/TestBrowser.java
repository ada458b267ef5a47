package io.foyer.lab.node.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpCodecCapability;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.foyer.lab.node.settings.PictureFormat;
import io.foyer.lab.node.support.NodeProcess;
import io.foyer.lab.node.support.SignalingClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A client with real media that does what the SDK does, on the same native library as the node. */
final class TestBrowser implements PeerConnectionObserver, AutoCloseable {
    private static final EnginePool ENGINES = new EnginePool(20);
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "test-browser");
        thread.setDaemon(true);
        return thread;
    });
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final SignalingClient socket;
    private final Engine engine;
    private final RTCPeerConnection connection;
    private final List<String> channelTexts = new CopyOnWriteArrayList<>();
    private final AtomicInteger pictures = new AtomicInteger();
    private final AtomicInteger differences = new AtomicInteger();
    private volatile Picture lastPicture;
    private volatile int loudest;
    private volatile DataChannel channel;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile int volume;
    private final List<Future<?>> repeated = new CopyOnWriteArrayList<>();
    private final AtomicInteger sounds = new AtomicInteger();
    private long step;

    private TestBrowser(SignalingClient socket, String name) {
        this.socket = socket;
        this.name = name;
        this.engine = ENGINES.take().orElseThrow();
        this.connection = engine.factory.createPeerConnection(new RTCConfiguration(), this);
        socket.onMessage(this::candidates);
    }

    /** Publishes as {@code RTCPublisher} does, and returns when the node said "starting". */
    static TestBrowser publish(NodeProcess node, String scope, String name) {
        SignalingClient socket = SignalingClient.open(node, scope, "id=" + name + "&username=u&password=p");
        socket.say("{\"isAvailable\":\"" + name + "\",\"bundle\":true}");
        socket.await(
                "the name is free",
                message -> message.has("isAvailable")
                        && !message.path("isAvailable").asBoolean());
        TestBrowser browser = new TestBrowser(socket, name);
        browser.connection.addTransceiver(browser.engine.audioTrack, direction(RTCRtpTransceiverDirection.SEND_RECV));
        browser.connection.addTransceiver(browser.engine.videoTrack, direction(RTCRtpTransceiverDirection.SEND_RECV));
        browser.openChannel();
        browser.offer("handleOffer", name, "");
        browser.play();
        socket.awaitCode("NetConnection.ICE.TrickleCompleted");
        socket.say("{\"publish\":\"" + name + "\",\"mode\":\"live\",\"keyFramerate\":3000}");
        socket.awaitMessage(name + " starting");
        browser.awaitConnected();
        return browser;
    }

    /** What the node said so far, in order; candidates, which may come at any time, left out. */
    List<String> transcript() {
        return socket.heard().stream()
                .filter(message -> !message.at("/data/type").asText().equals("candidate"))
                .map(message -> message.has("isAvailable")
                        ? message.toString()
                        : message.at("/data/sdp").isMissingNode()
                                ? message.at("/data/message")
                                        .asText(message.at("/data/code").asText())
                                : type(message) + ofParticipant(message))
                .toList();
    }

    /** Joins as {@code RTCConferenceParticipant} does: six sections, for video only H.264. */
    static TestBrowser join(NodeProcess node, String scope, String group, String name) {
        SignalingClient socket = SignalingClient.open(node, scope, "id=" + name);
        TestBrowser browser = new TestBrowser(socket, name);
        RTCPeerConnection connection = browser.connection;
        connection.addTransceiver(browser.engine.audioTrack, direction(RTCRtpTransceiverDirection.SEND_RECV));
        for (int i = 0; i < 3; i++) {
            connection.addTransceiver(
                    browser.engine.factory.createAudioTrack("spare" + i, browser.engine.sounds),
                    direction(RTCRtpTransceiverDirection.RECV_ONLY));
        }
        browser.onlyH264(
                connection.addTransceiver(browser.engine.videoTrack, direction(RTCRtpTransceiverDirection.SEND_RECV)));
        browser.onlyH264(connection.addTransceiver(
                browser.engine.factory.createVideoTrack("spare", browser.engine.pictures),
                direction(RTCRtpTransceiverDirection.RECV_ONLY)));
        browser.openChannel();
        browser.offer("joinGroup", group, name);
        browser.play();
        socket.awaitCode("NetConnection.ICE.TrickleCompleted");
        browser.awaitConnected();
        return browser;
    }

    /** Subscribes as {@code RTCSubscriber} does, and returns when the node said "starting". */
    static TestBrowser subscribe(NodeProcess node, String scope, String name) {
        SignalingClient socket = SignalingClient.open(node, scope, "id=" + name + "-sub-1");
        socket.say("{\"isAvailable\":\"" + name + "\"}");
        socket.await(
                "the stream is live", message -> message.path("isAvailable").asBoolean());
        TestBrowser browser = new TestBrowser(socket, name);
        String request = "\"requestId\":\"" + name + "-sub-1\"";
        socket.say("{\"requestOffer\":\"" + name + "\"," + request + ",\"transport\":\"udp\",\"datachannel\":true}");
        JsonNode offer = socket.await("an offer", message -> "offer".equals(type(message)));
        Negotiation.setRemote(browser.connection, RTCSdpType.OFFER, sdp(offer));
        RTCSessionDescription answer = Negotiation.createAnswer(browser.connection);
        Negotiation.setLocal(browser.connection, answer);
        socket.say("{\"handleAnswer\":\"" + name + "\"," + request + ",\"data\":{\"sdp\":" + json("answer", answer.sdp)
                + "}}");
        socket.awaitCode("NetConnection.ICE.TrickleCompleted");
        socket.say("{\"subscribe\":\"" + name + "\"," + request + "}");
        socket.awaitMessage(name + " starting");
        browser.awaitConnected();
        return browser;
    }

    /** Waits for the announcement of the data channel, and changes over to it. */
    TestBrowser handOver() {
        awaitChannel();
        socket.say("{\"switchChannel\":\"red5pro\"}");
        socket.close();
        return this;
    }

    /** The data channel can be used; the socket can too. */
    TestBrowser awaitChannel() {
        socket.awaitCode("NetConnection.DataChannel.Available");
        Awaitility.await("the data channel").atMost(10, TimeUnit.SECONDS).until(() -> channel != null);
        return this;
    }

    /** From now on a tone is sent; 0 is silence, 30000 is loud. */
    void speak(int amplitude) {
        volume = amplitude;
    }

    void overChannel(String message) {
        channel.send(message);
    }

    List<String> channelTexts() {
        return channelTexts;
    }

    SignalingClient socket() {
        return socket;
    }

    int pictures() {
        return pictures.get();
    }

    /** How many pictures differed from the one before. */
    int differences() {
        return differences.get();
    }

    Picture lastPicture() {
        return lastPicture;
    }

    int loudest() {
        return loudest;
    }

    /** How many sounds of ten milliseconds came. */
    int sounds() {
        return sounds.get();
    }

    void forgetSound() {
        loudest = 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            repeated.forEach(task -> task.cancel(false));
            socket.close();
            synchronized (engine) {
                connection.close();
            }
            TIMER.schedule(() -> ENGINES.giveBack(engine), 500, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        String text = JSON.createObjectNode()
                .put("candidate", candidate.sdp)
                .put("sdpMid", candidate.sdpMid)
                .put("sdpMLineIndex", candidate.sdpMLineIndex)
                .toString();
        socket.say("{\"handleCandidate\":\"" + name + "\",\"data\":{\"candidate\":" + text + "}}");
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        if (state == RTCPeerConnectionState.CONNECTED) {
            connected = true;
        }
    }

    @Override
    public void onDataChannel(RTCDataChannel offered) {
        channel = new DataChannel(offered, label -> {}, channelTexts::add, () -> {});
    }

    @Override
    public void onTrack(RTCRtpTransceiver transceiver) {
        switch (transceiver.getReceiver().getTrack()) {
            case VideoTrack video -> video.addSink(new PictureInlet(new PictureFormat(480, 270, 30), this::picture));
            case AudioTrack audio ->
                audio.addSink((pcm, bits, rate, channels, frames) -> sound(Sound.of(pcm, rate, channels, frames)));
            default -> {}
        }
    }

    private void picture(Picture picture) {
        Picture before = lastPicture;
        lastPicture = picture;
        pictures.incrementAndGet();
        if (before != null && !java.util.Arrays.equals(before.planes(), picture.planes())) {
            differences.incrementAndGet();
        }
    }

    private void sound(Sound sound) {
        int loud = 0;
        for (int i = 0; i < Sound.SAMPLES; i++) {
            loud = Math.max(loud, Math.abs(sound.sample(i)));
        }
        loudest = Math.max(loudest, loud);
        sounds.incrementAndGet();
    }

    private void openChannel() {
        RTCDataChannelInit ordered = new RTCDataChannelInit();
        ordered.ordered = true;
        channel = new DataChannel(
                connection.createDataChannel("red5pro", ordered), label -> {}, channelTexts::add, () -> {});
    }

    private void offer(String message, String target, String streamName) {
        RTCSessionDescription offer = Negotiation.createOffer(connection);
        Negotiation.setLocal(connection, offer);
        String rest = streamName.isEmpty() ? "" : ",\"streamName\":\"" + streamName + "\"";
        socket.say("{\"" + message + "\":\"" + target + "\"" + rest + ",\"transport\":\"udp\",\"data\":{\"sdp\":"
                + json("offer", offer.sdp) + "}}");
        JsonNode answer = socket.await("an answer", heard -> "answer".equals(type(heard)));
        Negotiation.setRemote(connection, RTCSdpType.ANSWER, sdp(answer));
    }

    private void candidates(JsonNode message) {
        JsonNode candidate = message.path("data").path("candidate");
        if (candidate.has("candidate")) {
            TIMER.execute(() -> Awaitility.await("the description")
                    .atMost(5, TimeUnit.SECONDS)
                    .until(() -> closed || add(candidate)));
        }
    }

    private boolean add(JsonNode candidate) {
        if (connection.getRemoteDescription() == null) {
            return false;
        }
        connection.addIceCandidate(new RTCIceCandidate(
                candidate.path("sdpMid").asText(),
                candidate.path("sdpMLineIndex").asInt(),
                candidate.path("candidate").asText()));
        return true;
    }

    private void awaitConnected() {
        Awaitility.await("a connection").atMost(15, TimeUnit.SECONDS).until(() -> connected);
        TIMER.schedule(() -> engine.device.stopRecording(), 300, TimeUnit.MILLISECONDS);
        repeat(this::tone, 700, 10);
    }

    private void play() {
        repeat(this::frame, 0, 80);
    }

    private void repeat(Runnable task, long delayMillis, long periodMillis) {
        repeated.add(
                TIMER.scheduleAtFixedRate(() -> Callback.run(task), delayMillis, periodMillis, TimeUnit.MILLISECONDS));
    }

    private void frame() {
        byte[] planes = new byte[Picture.size(320, 240)];
        step++;
        for (int i = 0; i < 320 * 240; i++) {
            planes[i] = (byte) (((i % 320) / 8 * 8 + step * 8) & 0x7f);
        }
        java.util.Arrays.fill(planes, 320 * 240, planes.length, (byte) 128);
        synchronized (engine) {
            if (!closed) {
                PictureOutlet.push(new Picture(320, 240, planes), engine.pictures);
            }
        }
    }

    private void tone() {
        byte[] samples = new byte[Sound.BYTES];
        for (int i = 0; i < Sound.SAMPLES; i++) {
            int value = (int) (volume * Math.sin(i * 2 * Math.PI * 500 / Sound.RATE));
            samples[2 * i] = (byte) value;
            samples[2 * i + 1] = (byte) (value >> 8);
        }
        synchronized (engine) {
            if (!closed && volume > 0) {
                engine.sounds.pushAudio(samples, 16, Sound.RATE, 1, Sound.SAMPLES);
            }
        }
    }

    private void onlyH264(RTCRtpTransceiver transceiver) {
        List<RTCRtpCodecCapability> codecs =
                engine.factory.getRtpSenderCapabilities(MediaType.VIDEO).getCodecs().stream()
                        .filter(codec -> codec.getName().equals("H264"))
                        .toList();
        transceiver.setCodecPreferences(codecs);
    }

    private static RTCRtpTransceiverInit direction(RTCRtpTransceiverDirection direction) {
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
        init.direction = direction;
        init.streamIds = List.of("camera");
        return init;
    }

    private static String ofParticipant(JsonNode message) {
        return message.at("/data/participantId").isMissingNode()
                ? ""
                : " of " + message.at("/data/participantId").asText();
    }

    private static String type(JsonNode message) {
        return message.path("data").path("sdp").path("type").asText();
    }

    private static String sdp(JsonNode message) {
        return message.path("data").path("sdp").path("sdp").asText();
    }

    private static String json(String type, String sdp) {
        return JSON.createObjectNode().put("type", type).put("sdp", sdp).toString();
    }
}
