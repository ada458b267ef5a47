package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.name.BadName;
import io.foyer.name.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compositions as the Stream Manager describes them. */
final class CompositionJson {
    private CompositionJson() {}

    /** Sizes come as numbers or as texts, states in either case (stream-manager-api.md 4.1). */
    static CompositionRecord record(JsonNode told, long createdAt) {
        List<MixerRecord> mixers = new ArrayList<>();
        told.path("mixers").forEach(mixer -> mixers.add(mixer(mixer)));
        List<String> location = new ArrayList<>();
        told.path("location").forEach(region -> location.add(region.asText()));
        return new CompositionRecord(
                told.path("event").asText(""),
                told.path("transcodeComposition").asBoolean(),
                location,
                mixers,
                createdAt);
    }

    private static MixerRecord mixer(JsonNode mixer) {
        return new MixerRecord(
                text(mixer, "id"),
                text(mixer, "mixerName"),
                text(mixer, "location"),
                text(mixer, "mixingPage"),
                text(mixer, "streamName"),
                text(mixer, "path"),
                text(mixer, "destinationMixerName"),
                text(mixer, "serverAddress"),
                text(mixer, "destination"),
                mixer.path("width").asInt(),
                mixer.path("height").asInt(),
                mixer.path("framerate").asInt(),
                mixer.path("bitrate").asInt(),
                mixer.path("doForward").asBoolean(true),
                mixer.path("state").asText("pending").toLowerCase(Locale.ROOT));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText(null);
    }

    /** The conference a composition belongs to; none if its last mixer names no room. */
    static Optional<Scope> base(CompositionRecord composition) {
        return composition.mixers().stream()
                .filter(mixer -> mixer.destinationMixerName() == null
                        || mixer.destinationMixerName().isEmpty())
                .findFirst()
                .flatMap(mixer -> scope(mixer.path()))
                .map(Scope::base);
    }

    private static Optional<Scope> scope(String path) {
        try {
            return Optional.of(Scope.of(path));
        } catch (BadName e) {
            return Optional.empty();
        }
    }
}
