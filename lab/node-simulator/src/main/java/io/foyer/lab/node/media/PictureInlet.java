package io.foyer.lab.node.media;

import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoFrameBuffer;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import io.foyer.lab.node.settings.PictureFormat;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Takes decoded frames, drops those above the permitted rate, scales the rest down and copies them to the Java heap. */
final class PictureInlet implements VideoTrackSink {
    private final PictureFormat cap;
    private final Consumer<Picture> next;
    private final long leastGapNanos;
    private long lastNanos = Long.MIN_VALUE / 2;

    PictureInlet(PictureFormat cap, Consumer<Picture> next) {
        this.cap = cap;
        this.next = next;
        // A tenth of tolerance, so that a camera at just the permitted rate does not lose every second frame.
        this.leastGapNanos = 900_000_000L / cap.framesPerSecond();
    }

    @Override
    public void onVideoFrame(VideoFrame frame) {
        Callback.run(() -> {
            try {
                take(frame.buffer);
            } finally {
                frame.release();
            }
        });
    }

    private void take(VideoFrameBuffer buffer) {
        long now = System.nanoTime();
        if (now - lastNanos >= leastGapNanos) {
            lastNanos = now;
            next.accept(scaled(buffer));
        }
    }

    private Picture scaled(VideoFrameBuffer source) {
        double scale = Math.min(
                1.0, Math.min((double) cap.width() / source.getWidth(), (double) cap.height() / source.getHeight()));
        int width = Math.max(2, (int) (source.getWidth() * scale) & ~1);
        int height = Math.max(2, (int) (source.getHeight() * scale) & ~1);
        if (width == source.getWidth() && height == source.getHeight()) {
            return copy(source.toI420(), width, height);
        }
        VideoFrameBuffer small = source.cropAndScale(0, 0, source.getWidth(), source.getHeight(), width, height);
        try {
            return copy(small.toI420(), width, height);
        } finally {
            small.release();
        }
    }

    // What toI420 gives has no reference of its own to release: the library only ever hands out I420 buffers, and then
    // it
    // is the same object.

    private static Picture copy(I420Buffer from, int width, int height) {
        byte[] to = new byte[Picture.size(width, height)];
        int at = rows(from.getDataY(), from.getStrideY(), width, height, to, 0);
        at = rows(from.getDataU(), from.getStrideU(), width / 2, height / 2, to, at);
        rows(from.getDataV(), from.getStrideV(), width / 2, height / 2, to, at);
        return new Picture(width, height, to);
    }

    private static int rows(ByteBuffer from, int stride, int width, int height, byte[] to, int at) {
        for (int y = 0; y < height; y++) {
            from.get(y * stride, to, at + y * width, width);
        }
        return at + width * height;
    }
}
