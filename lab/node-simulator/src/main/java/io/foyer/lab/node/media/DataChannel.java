package io.foyer.lab.node.media;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The data channel of a peer: texts both ways, and the earliest sign that a browser has gone. */
final class DataChannel implements RTCDataChannelObserver {
    private final RTCDataChannel channel;
    private final Consumer<String> opened;
    private final Consumer<String> heard;
    private final Runnable closed;
    private boolean openTold;

    /**
     * @param opened told the label, once
     * @param heard told each text
     * @param closed told when the other side has gone
     */
    DataChannel(RTCDataChannel channel, Consumer<String> opened, Consumer<String> heard, Runnable closed) {
        this.channel = channel;
        this.opened = opened;
        this.heard = heard;
        this.closed = closed;
        channel.registerObserver(this);
        onStateChange();
    }

    @Override
    public void onStateChange() {
        Callback.run(this::stateChanged);
    }

    private void stateChanged() {
        RTCDataChannelState state = channel.getState();
        if (state == RTCDataChannelState.OPEN) {
            tellOpen();
        } else if (state == RTCDataChannelState.CLOSED) {
            closed.run();
        }
    }

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
        Callback.run(() -> read(buffer));
    }

    private void read(RTCDataChannelBuffer buffer) {
        byte[] bytes = new byte[buffer.data.remaining()];
        buffer.data.get(bytes);
        heard.accept(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void onBufferedAmountChange(long previous) {}

    boolean send(String text) {
        if (channel.getState() != RTCDataChannelState.OPEN) {
            return false;
        }
        try {
            channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), false));
            return true;
        } catch (Exception refused) {
            return false;
        }
    }

    void forget() {
        channel.unregisterObserver();
    }

    private synchronized void tellOpen() {
        if (!openTold) {
            openTold = true;
            opened.accept(channel.getLabel());
        }
    }
}
