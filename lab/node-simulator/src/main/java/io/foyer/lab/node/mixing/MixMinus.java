package io.foyer.lab.node.mixing;

import io.foyer.lab.node.media.Sound;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up the sounds of several speakers, ten milliseconds at a time, and leaves each listener's own out.
 *
 * <p>Of a speaker at most {@value #QUEUE} sounds wait, then the oldest is dropped: late sound is worse than a gap.
 *
 * @param <K> names a speaker
 */
public final class MixMinus<K> {
    static final int QUEUE = 10;

    private final Map<K, Deque<Sound>> waiting = new HashMap<>();

    public synchronized void add(K speaker) {
        waiting.putIfAbsent(speaker, new ArrayDeque<>());
    }

    public synchronized void remove(K speaker) {
        waiting.remove(speaker);
    }

    /** Without effect when the speaker was not added. */
    public synchronized void said(K speaker, Sound sound) {
        Deque<Sound> queue = waiting.get(speaker);
        if (queue != null) {
            queue.addLast(sound);
            if (queue.size() > QUEUE) {
                queue.removeFirst();
            }
        }
    }

    /** Takes the next ten milliseconds of everybody; who says nothing is silent. */
    public synchronized Tick<K> next() {
        int[] sum = new int[Sound.SAMPLES];
        Map<K, Sound> said = new HashMap<>();
        waiting.forEach((speaker, queue) -> {
            Sound sound = queue.poll();
            if (sound != null) {
                said.put(speaker, sound);
                for (int i = 0; i < Sound.SAMPLES; i++) {
                    sum[i] += sound.sample(i);
                }
            }
        });
        return new Tick<>(sum, said);
    }

    /** The sum of one tick, from which everybody's own can be taken away. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Tick<K>(int[] sum, Map<K, Sound> said) {
        public Sound all() {
            return minus(null);
        }

        public Sound without(K listener) {
            return minus(said.get(listener));
        }

        private Sound minus(Sound own) {
            byte[] out = new byte[Sound.BYTES];
            for (int i = 0; i < Sound.SAMPLES; i++) {
                int value = sum[i] - (own == null ? 0 : own.sample(i));
                int clipped = Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
                out[2 * i] = (byte) clipped;
                out[2 * i + 1] = (byte) (clipped >> 8);
            }
            return new Sound(out);
        }
    }
}
