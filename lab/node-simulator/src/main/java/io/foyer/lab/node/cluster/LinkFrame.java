package io.foyer.lab.node.cluster;

import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamListener;
import java.nio.ByteBuffer;

/**
 * The binary messages of the cluster link: {@code 'P'}, width and height as 16 bit numbers and the planes; or
 * {@code 'S'} and ten milliseconds of sound. Texts on the link are messages for the viewers.
 */
final class LinkFrame {
    private static final byte PICTURE = 'P';
    private static final byte SOUND = 'S';
    private static final int PICTURE_HEAD = 5;
    static final int MAX_BYTES = PICTURE_HEAD + Picture.size(1280, 720);

    private LinkFrame() {}

    static byte[] of(Picture picture) {
        return ByteBuffer.allocate(PICTURE_HEAD + picture.planes().length)
                .put(PICTURE)
                .putShort((short) picture.width())
                .putShort((short) picture.height())
                .put(picture.planes())
                .array();
    }

    static byte[] of(Sound sound) {
        return ByteBuffer.allocate(1 + Sound.BYTES)
                .put(SOUND)
                .put(sound.samples())
                .array();
    }

    /** Gives the content to the listener; what is not a frame is dropped and answered with false. */
    static boolean deliver(byte[] frame, StreamListener to) {
        if (frame.length == 1 + Sound.BYTES && frame[0] == SOUND) {
            byte[] samples = new byte[Sound.BYTES];
            System.arraycopy(frame, 1, samples, 0, Sound.BYTES);
            to.sound(new Sound(samples));
            return true;
        }
        if (frame.length < PICTURE_HEAD || frame[0] != PICTURE) {
            return false;
        }
        ByteBuffer head = ByteBuffer.wrap(frame);
        int width = head.getShort(1) & 0xffff;
        int height = head.getShort(3) & 0xffff;
        if (width == 0
                || height == 0
                || width % 2 != 0
                || height % 2 != 0
                || frame.length - PICTURE_HEAD != Picture.size(width, height)) {
            return false;
        }
        byte[] planes = new byte[frame.length - PICTURE_HEAD];
        System.arraycopy(frame, PICTURE_HEAD, planes, 0, planes.length);
        to.picture(new Picture(width, height, planes));
        return true;
    }
}
