package io.foyer.lab.node.media;

/**
 * One decoded picture: planes Y, U, V one after the other, without padding.
 *
 * @param width pixels, even
 * @param height pixels, even
 * @param planes {@code width * height * 3 / 2} bytes; nobody writes to it once the picture was handed on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy per access would cost more than the picture
public record Picture(int width, int height, byte[] planes) {
    public Picture {
        if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0 || planes.length != size(width, height)) {
            throw new IllegalArgumentException("not a picture of " + width + "x" + height);
        }
    }

    public static int size(int width, int height) {
        return width * height * 3 / 2;
    }

    public int luma() {
        return width * height;
    }
}
