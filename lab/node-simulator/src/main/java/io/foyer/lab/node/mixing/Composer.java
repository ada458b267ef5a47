package io.foyer.lab.node.mixing;

import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.mixing.Layout.Tile;
import io.foyer.lab.node.settings.PictureFormat;
import java.util.List;
import java.util.Map;

/** Draws one picture out of the newest pictures of a conference. A bar runs along the lower edge, so that no two are the same. */
public final class Composer {
    private static final int BAR_HEIGHT = 6;
    private static final int BAR_STEP = 8;

    private final PictureFormat format;

    public Composer(PictureFormat format) {
        this.format = format;
    }

    /**
     * @param conference who is to be seen, in order
     * @param newest latest picture by stream name; a stream without one gets an empty tile with its name
     * @param title shown while nobody is in the conference
     * @param number of the picture, counted from 0
     */
    public Picture compose(ConferenceList conference, Map<String, Picture> newest, String title, long number) {
        Canvas canvas = new Canvas(format.width(), format.height());
        canvas.fill(new Tile(0, 0, format.width(), format.height()), 32, 132, 124);
        int height = format.height() - BAR_HEIGHT;
        List<String> streams = conference.streams();
        List<Tile> tiles =
                Layout.of(streams.size(), streams.indexOf(conference.presenter()), format.width(), height & ~1);
        for (int i = 0; i < tiles.size(); i++) {
            Tile tile = tiles.get(i);
            Picture picture = newest.get(streams.get(i));
            canvas.fill(tile, 48, 136, 120);
            if (picture != null) {
                canvas.draw(picture, tile);
            }
            if (tile.height() >= 20) {
                canvas.write(streams.get(i), tile.x() + 4, tile.y() + 4, 2, tile.x() + tile.width());
            }
        }
        if (tiles.isEmpty()) {
            canvas.write(title, 20, height / 2 - 10, 4, format.width() - 4);
        }
        bar(canvas, number);
        return canvas.done();
    }

    private void bar(Canvas canvas, long number) {
        int length = format.width() / 8 & ~1;
        int x = (int) (number * BAR_STEP % (format.width() - length)) & ~1;
        canvas.fill(new Tile(x, format.height() - BAR_HEIGHT & ~1, length, BAR_HEIGHT), 200, 90, 160);
    }
}
