package io.foyer.lab.node.cluster;

import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamListener;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.util.concurrent.atomic.LongAdder;

/** Writes a stream to a link. A frame that comes while the socket's queue is full is dropped, so nothing piles up. */
final class LinkSender implements StreamListener {
    /** Some ten pictures. */
    static final int QUEUE_BYTES = 1 << 20;

    private final WebSocketBase socket;
    private final LongAdder dropped;

    LinkSender(WebSocketBase socket, LongAdder dropped) {
        this.socket = socket;
        this.dropped = dropped;
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
    }

    @Override
    public void picture(Picture picture) {
        write(LinkFrame.of(picture));
    }

    @Override
    public void sound(Sound sound) {
        write(LinkFrame.of(sound));
    }

    @Override
    public void message(String json) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(json);
        }
    }

    @Override
    public void ended() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }

    private void write(byte[] frame) {
        if (socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            dropped.increment();
            return;
        }
        socket.writeBinaryMessage(Buffer.buffer(frame));
    }
}
