package io.foyer.lab.node.media;

/**
 * Ten milliseconds of sound: 48 kHz, one channel, 16 bit signed, little endian.
 *
 * @param samples {@value #BYTES} bytes; nobody writes to it once the sound was handed on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sound(byte[] samples) {
    public static final int RATE = 48_000;
    public static final int SAMPLES = 480;
    public static final int BYTES = 2 * SAMPLES;

    public Sound {
        if (samples.length != BYTES) {
            throw new IllegalArgumentException("not ten milliseconds: " + samples.length + " bytes");
        }
    }

    public int sample(int index) {
        return (short) ((samples[2 * index] & 0xff) | (samples[2 * index + 1] << 8));
    }

    /** Brings ten milliseconds of any rate and channel count into this form. */
    public static Sound of(byte[] pcm, int rate, int channels, int frames) {
        byte[] out = new byte[BYTES];
        for (int i = 0; i < SAMPLES; i++) {
            int frame = (int) Math.min(frames - 1L, (long) i * rate / RATE);
            int at = frame * channels * 2;
            if (at >= 0 && at + 1 < pcm.length) {
                out[2 * i] = pcm[at];
                out[2 * i + 1] = pcm[at + 1];
            }
        }
        return new Sound(out);
    }
}
