package io.foyer.lab.node.mixing;

import java.util.ArrayList;
import java.util.List;

/** Where the tiles of a composite go: a grid, or the presenter large and the others in a column beside. */
public final class Layout {
    public static final int LIMIT = 25;

    /** A rectangle in pixels; all values are even, as the planes of colour have half the resolution. */
    public record Tile(int x, int y, int width, int height) {}

    private Layout() {}

    /**
     * @param count number of streams, at most {@value #LIMIT}
     * @param presenter index of the presenter, or -1
     * @return one tile per stream, in the same order
     */
    public static List<Tile> of(int count, int presenter, int width, int height) {
        if (count <= 0) {
            return List.of();
        }
        if (count > LIMIT) {
            throw new IllegalArgumentException("more than " + LIMIT + " streams");
        }
        if (presenter < 0 || count == 1) {
            return grid(count, 0, 0, width, height);
        }
        int large = even(width * 2 / 3);
        List<Tile> tiles = new ArrayList<>(grid(count - 1, large, 0, width - large, height));
        tiles.add(presenter, new Tile(0, 0, large, height));
        return tiles;
    }

    private static List<Tile> grid(int count, int left, int top, int width, int height) {
        // A narrow column is filled from top to bottom before a second one is begun.
        int columns = width < height ? (count > 4 ? 2 : 1) : (int) Math.ceil(Math.sqrt(count));
        int rows = (count + columns - 1) / columns;
        int tileWidth = even(width / columns);
        int tileHeight = even(height / rows);
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tiles.add(new Tile(left + i % columns * tileWidth, top + i / columns * tileHeight, tileWidth, tileHeight));
        }
        return tiles;
    }

    private static int even(int value) {
        return value & ~1;
    }
}
