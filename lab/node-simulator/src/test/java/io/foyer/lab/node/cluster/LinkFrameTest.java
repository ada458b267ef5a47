package io.foyer.lab.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkFrameTest {
    private final List<Object> delivered = new ArrayList<>();
    private final StreamListener listener = new StreamListener() {
        @Override
        public void picture(Picture picture) {
            delivered.add(picture);
        }

        @Override
        public void sound(Sound sound) {
            delivered.add(sound);
        }
    };

    @Test
    void aPictureArrivesAsItWasSent() {
        byte[] planes = new byte[Picture.size(320, 180)];
        new Random(1).nextBytes(planes);

        assertThat(LinkFrame.deliver(LinkFrame.of(new Picture(320, 180, planes)), listener))
                .isTrue();

        Picture arrived = (Picture) delivered.getFirst();
        assertThat(arrived.width()).isEqualTo(320);
        assertThat(arrived.height()).isEqualTo(180);
        assertThat(arrived.planes()).isEqualTo(planes);
    }

    @Test
    void aSoundArrivesAsItWasSent() {
        byte[] samples = new byte[Sound.BYTES];
        new Random(2).nextBytes(samples);

        assertThat(LinkFrame.deliver(LinkFrame.of(new Sound(samples)), listener))
                .isTrue();

        assertThat(((Sound) delivered.getFirst()).samples()).isEqualTo(samples);
    }

    @Test
    void whatIsNoFrameIsDropped() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 0 && random.nextBoolean()) {
                noise[0] = random.nextBoolean() ? (byte) 'P' : (byte) 'S';
            }
            LinkFrame.deliver(noise, listener);
        }
        byte[] cut = LinkFrame.of(new Picture(2, 2, new byte[6]));
        assertThat(LinkFrame.deliver(java.util.Arrays.copyOf(cut, cut.length - 1), listener))
                .isFalse();
        assertThat(delivered).allMatch(one -> one instanceof Picture picture && picture.width() <= 16);
    }
}
