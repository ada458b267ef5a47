package io.foyer.lab.node.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoundTest {
    @Test
    void twoChannelsBecomeTheFirst() {
        byte[] stereo = new byte[Sound.SAMPLES * 4];
        stereo[4] = (byte) 0x34;
        stereo[5] = (byte) 0xf2;

        Sound sound = Sound.of(stereo, Sound.RATE, 2, Sound.SAMPLES);

        assertThat(sound.sample(0)).isZero();
        assertThat(sound.sample(1)).isEqualTo((short) 0xf234);
    }

    @Test
    void aLowerRateIsStretched() {
        byte[] slow = new byte[160 * 2];
        for (int i = 0; i < 160; i++) {
            slow[2 * i] = (byte) i;
        }

        Sound sound = Sound.of(slow, 16_000, 1, 160);

        assertThat(sound.sample(0)).isZero();
        assertThat(sound.sample(3)).isEqualTo(1);
        assertThat(sound.sample(479)).isEqualTo(159);
    }
}
