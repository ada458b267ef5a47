package io.foyer.lab.node.media;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.nio.ByteBuffer;

/** Hands a picture to the native encoder. */
final class PictureOutlet {
    private PictureOutlet() {}

    static void push(Picture picture, CustomVideoSource target) {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(picture.width(), picture.height());
        int width = picture.width();
        int height = picture.height();
        int quarter = picture.luma() / 4;
        rows(picture.planes(), 0, buffer.getDataY(), buffer.getStrideY(), width, height);
        rows(picture.planes(), picture.luma(), buffer.getDataU(), buffer.getStrideU(), width / 2, height / 2);
        rows(picture.planes(), picture.luma() + quarter, buffer.getDataV(), buffer.getStrideV(), width / 2, height / 2);
        VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
        target.pushFrame(frame);
        frame.release();
    }

    private static void rows(byte[] from, int at, ByteBuffer to, int stride, int width, int height) {
        for (int y = 0; y < height; y++) {
            to.put(y * stride, from, at + y * width, width);
        }
    }
}
