package io.foyer.contract;

import java.util.List;

/**
 * A composition: mixers that turn the streams of a conference into one. Written by registry-service, or by room-service
 * when it follows a composition of another Stream Manager. It holds no token.
 *
 * @param event name of the composition, {@code room1}
 * @param location regions asked for; one
 * @param createdAt epoch milliseconds
 */
public record CompositionRecord(
        String event, boolean transcodeComposition, List<String> location, List<MixerRecord> mixers, long createdAt) {
    public CompositionRecord {
        location = List.copyOf(location);
        mixers = List.copyOf(mixers);
    }
}
