package io.foyer.registry.domain.composition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A composition as it was asked for (stream-manager-api.md 4.1).
 *
 * @param location regions asked for
 */
public record CompositionOrder(
        String event, boolean transcodeComposition, List<String> location, List<MixerOrder> mixers) {
    /** Most mixers one composition may have. */
    public static final int MOST_MIXERS = 64;

    public CompositionOrder {
        location = List.copyOf(location);
        mixers = List.copyOf(mixers);
    }

    /**
     * One mixer of it.
     *
     * @param width pixels
     * @param height pixels
     * @param framerate frames per second
     * @param bitrate kbit/s
     * @param destinationMixerName the next mixer, or empty for the final one
     */
    public record MixerOrder(
            String mixerName,
            String mixingPage,
            String streamName,
            String path,
            int width,
            int height,
            int framerate,
            int bitrate,
            boolean doForward,
            String destinationMixerName) {

        public boolean isFinal() {
            return destinationMixerName.isEmpty();
        }
    }

    /** What is wrong with the order as a whole, for whoever sent it; empty when nothing is. */
    public Optional<String> complaint() {
        if (mixers.isEmpty() || mixers.size() > MOST_MIXERS) {
            return Optional.of("mixers: 1 to " + MOST_MIXERS + " are needed");
        }
        Map<String, MixerOrder> byName = new HashMap<>();
        for (MixerOrder mixer : mixers) {
            if (byName.put(mixer.mixerName(), mixer) != null) {
                return Optional.of("mixers: mixerName " + mixer.mixerName() + " is used twice");
            }
        }
        if (mixers.stream().filter(MixerOrder::isFinal).count() != 1) {
            return Optional.of("mixers: exactly one must have an empty destinationMixerName");
        }
        for (MixerOrder mixer : mixers) {
            if (!reachesTheEnd(mixer, byName)) {
                return Optional.of("mixers: " + mixer.mixerName() + " does not lead to the final mixer");
            }
        }
        return Optional.empty();
    }

    private static boolean reachesTheEnd(MixerOrder from, Map<String, MixerOrder> byName) {
        Set<String> seen = new HashSet<>();
        MixerOrder at = from;
        while (at != null && !at.isFinal()) {
            if (!seen.add(at.mixerName())) {
                return false;
            }
            at = byName.get(at.destinationMixerName());
        }
        return at != null;
    }
}
