package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.node.mixing.Layout.Tile;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void forAnyNumberOfStreamsTheTilesLieInsideAndDoNotOverlap() {
        for (int count = 0; count <= Layout.LIMIT; count++) {
            for (int presenter = -1; presenter < count; presenter++) {
                List<Tile> tiles = Layout.of(count, presenter, 480, 264);
                assertThat(tiles).hasSize(count);
                boolean[] covered = new boolean[480 * 264];
                for (Tile tile : tiles) {
                    assertThat(tile.width()).isPositive().isEven();
                    assertThat(tile.height()).isPositive().isEven();
                    assertThat(tile.x()).isNotNegative().isEven();
                    assertThat(tile.y()).isNotNegative().isEven();
                    assertThat(tile.x() + tile.width()).isLessThanOrEqualTo(480);
                    assertThat(tile.y() + tile.height()).isLessThanOrEqualTo(264);
                    assertThat(coveredNow(tile, covered))
                            .as("%s of %s", tile, tiles)
                            .isTrue();
                }
            }
        }
    }

    /** Marks the tile's pixels; false when one was marked before. */
    private static boolean coveredNow(Tile tile, boolean[] covered) {
        boolean fresh = true;
        for (int y = tile.y(); y < tile.y() + tile.height(); y++) {
            for (int x = tile.x(); x < tile.x() + tile.width(); x++) {
                fresh &= !covered[y * 480 + x];
                covered[y * 480 + x] = true;
            }
        }
        return fresh;
    }

    @Test
    void thePresenterIsLargerThanEverybodyElse() {
        List<Tile> tiles = Layout.of(4, 2, 480, 264);

        assertThat(tiles.get(2).width()).isEqualTo(320);
        assertThat(tiles.get(2).height()).isEqualTo(264);
        assertThat(tiles).filteredOn(tile -> tile != tiles.get(2)).allMatch(tile -> tile.x() >= 320);
    }

    @Test
    void aSingleStreamFillsEverything() {
        assertThat(Layout.of(1, 0, 480, 264)).containsExactly(new Tile(0, 0, 480, 264));
    }
}
