package io.foyer.lab.node.mixing;

import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.mixing.Layout.Tile;
import java.util.Arrays;

/** A picture being drawn. Coordinates and sizes are even; what would lie outside is the caller's mistake. */
final class Canvas {
    private final int width;
    private final int height;
    private final byte[] planes;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.planes = new byte[Picture.size(width, height)];
    }

    Picture done() {
        return new Picture(width, height, planes);
    }

    /** Colours in video range: y 16 to 235, u and v 16 to 240 around 128. */
    void fill(Tile tile, int y, int u, int v) {
        for (int row = tile.y(); row < tile.y() + tile.height(); row++) {
            int at = row * width + tile.x();
            Arrays.fill(planes, at, at + tile.width(), (byte) y);
        }
        int chroma = width * height;
        for (int plane = 0; plane < 2; plane++) {
            byte value = (byte) (plane == 0 ? u : v);
            for (int row = tile.y() / 2; row < (tile.y() + tile.height()) / 2; row++) {
                int at = chroma + row * (width / 2) + tile.x() / 2;
                Arrays.fill(planes, at, at + tile.width() / 2, value);
            }
            chroma += width * height / 4;
        }
    }

    /** Draws the picture as large as it fits in the middle of the tile, keeping its shape. */
    void draw(Picture picture, Tile tile) {
        double scale = Math.min((double) tile.width() / picture.width(), (double) tile.height() / picture.height());
        int w = Math.max(2, (int) (picture.width() * scale) & ~1);
        int h = Math.max(2, (int) (picture.height() * scale) & ~1);
        int x = tile.x() + (((tile.width() - w) / 2) & ~1);
        int y = tile.y() + (((tile.height() - h) / 2) & ~1);
        plane(picture.planes(), 0, picture.width(), picture.height(), 0, width, x, y, w, h);
        int from = picture.luma();
        int to = width * height;
        for (int plane = 0; plane < 2; plane++) {
            plane(
                    picture.planes(),
                    from,
                    picture.width() / 2,
                    picture.height() / 2,
                    to,
                    width / 2,
                    x / 2,
                    y / 2,
                    w / 2,
                    h / 2);
            from += picture.luma() / 4;
            to += width * height / 4;
        }
    }

    /** White letters on what is there already, at most as many as fit before {@code limit}. */
    void write(String text, int x, int y, int size, int limit) {
        int left = x;
        for (int i = 0; i < text.length() && left + Glyphs.WIDTH * size <= limit; i++) {
            for (int row = 0; row < Glyphs.HEIGHT * size; row++) {
                for (int column = 0; column < Glyphs.WIDTH * size; column++) {
                    if (Glyphs.lit(text.charAt(i), column / size, row / size)) {
                        planes[(y + row) * width + left + column] = (byte) 235;
                    }
                }
            }
            left += (Glyphs.WIDTH + 1) * size;
        }
    }

    private void plane(
            byte[] from, int fromAt, int fromWidth, int fromHeight, int toAt, int stride, int x, int y, int w, int h) {
        for (int row = 0; row < h; row++) {
            int source = fromAt + row * fromHeight / h * fromWidth;
            int target = toAt + (y + row) * stride + x;
            for (int column = 0; column < w; column++) {
                planes[target + column] = from[source + column * fromWidth / w];
            }
        }
    }
}
