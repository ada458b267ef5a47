package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.node.media.Sound;
import org.junit.jupiter.api.Test;

class MixMinusTest {
    private final MixMinus<String> mix = new MixMinus<>();

    @Test
    void everybodyHearsTheOthersAndNotThemselves() {
        mix.add("alice");
        mix.add("bob");
        mix.add("carol");
        mix.said("alice", level(1000));
        mix.said("bob", level(200));

        MixMinus.Tick<String> tick = mix.next();

        assertThat(tick.without("alice").sample(7)).isEqualTo(200);
        assertThat(tick.without("bob").sample(7)).isEqualTo(1000);
        assertThat(tick.without("carol").sample(7)).isEqualTo(1200);
        assertThat(tick.all().sample(7)).isEqualTo(1200);
        assertThat(mix.next().all().sample(7)).as("taken once").isZero();
    }

    @Test
    void theSumIsClippedAndDoesNotWrapAround() {
        mix.add("alice");
        mix.add("bob");
        mix.said("alice", level(30_000));
        mix.said("bob", level(30_000));

        MixMinus.Tick<String> tick = mix.next();

        assertThat(tick.all().sample(0)).isEqualTo(Short.MAX_VALUE);
        assertThat(tick.without("alice").sample(0)).isEqualTo(30_000);
    }

    @Test
    void ofASpeakerWhoIsTooFastTheOldestIsDropped() {
        mix.add("alice");
        for (int i = 1; i <= MixMinus.QUEUE + 5; i++) {
            mix.said("alice", level(i));
        }

        assertThat(mix.next().all().sample(0)).isEqualTo(6);
    }

    @Test
    void whoLeftIsNotHeard() {
        mix.add("alice");
        mix.said("alice", level(5));
        mix.remove("alice");
        mix.said("alice", level(5));

        assertThat(mix.next().all().sample(0)).isZero();
    }

    private static Sound level(int value) {
        byte[] samples = new byte[Sound.BYTES];
        for (int i = 0; i < Sound.SAMPLES; i++) {
            samples[2 * i] = (byte) value;
            samples[2 * i + 1] = (byte) (value >> 8);
        }
        return new Sound(samples);
    }
}
