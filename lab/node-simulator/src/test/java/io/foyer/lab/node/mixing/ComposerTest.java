package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.settings.PictureFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposerTest {
    private final Composer composer = new Composer(new PictureFormat(480, 270, 12));

    @Test
    void anEmptyLayoutIsNeverTwiceTheSame() {
        Picture first = composer.compose(ConferenceList.NOBODY, Map.of(), "room1", 0);
        Picture second = composer.compose(ConferenceList.NOBODY, Map.of(), "room1", 1);

        assertThat(first.width()).isEqualTo(480);
        assertThat(first.height()).isEqualTo(270);
        assertThat(first.planes()).isNotEqualTo(second.planes());
    }

    @Test
    void theTitleIsWrittenOnTheEmptyLayout() {
        Picture untitled = composer.compose(ConferenceList.NOBODY, Map.of(), "", 0);
        Picture titled = composer.compose(ConferenceList.NOBODY, Map.of(), "ROOM1", 0);

        assertThat(bright(titled)).isGreaterThan(bright(untitled) + 100);
    }

    @Test
    void thePresenterIsOnTheLeftAndTheOtherOnTheRight() {
        ConferenceList conference = new ConferenceList(List.of("alice", "bob"), "bob");

        Picture picture = composer.compose(conference, Map.of("alice", even(80), "bob", even(160)), "room1", 0);

        assertThat(luma(picture, 160, 130)).isEqualTo(160);
        assertThat(luma(picture, 400, 130)).isEqualTo(80);
    }

    @Test
    void aStreamWithoutPicturesYetHasATileWithItsName() {
        ConferenceList conference = new ConferenceList(List.of("alice"), "");

        Picture picture = composer.compose(conference, Map.of(), "room1", 0);

        assertThat(luma(picture, 240, 130)).isEqualTo(48);
        assertThat(bright(picture)).isPositive();
    }

    @Test
    void picturesOfEveryShapeAndNumberAreDrawnInside() {
        for (int count = 1; count <= Layout.LIMIT; count++) {
            List<String> names = java.util.stream.IntStream.range(0, count)
                    .mapToObj(i -> "stream-with-a-long-name" + i)
                    .toList();
            Map<String, Picture> newest = names.stream()
                    .collect(java.util.stream.Collectors.toMap(
                            name -> name, name -> name.endsWith("1") ? even(2, 320, 90) : even(320, 2, 90)));

            assertThat(composer.compose(new ConferenceList(names, names.getFirst()), newest, "room1", 1000)
                            .planes())
                    .hasSize(Picture.size(480, 270));
        }
    }

    private static int luma(Picture picture, int x, int y) {
        return picture.planes()[y * picture.width() + x] & 0xff;
    }

    private static long bright(Picture picture) {
        long count = 0;
        for (int i = 0; i < picture.luma(); i++) {
            if ((picture.planes()[i] & 0xff) == 235) {
                count++;
            }
        }
        return count;
    }

    private static Picture even(int luma) {
        return even(240, 180, luma);
    }

    private static Picture even(int width, int height, int luma) {
        byte[] planes = new byte[Picture.size(width, height)];
        Arrays.fill(planes, (byte) 128);
        Arrays.fill(planes, 0, width * height, (byte) luma);
        return new Picture(width, height, planes);
    }
}
