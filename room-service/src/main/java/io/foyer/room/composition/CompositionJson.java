package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.room.domain.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compositions as the Stream Manager tells them and as hosts are told. */
@ApplicationScoped
public class CompositionJson {
    private static final String HIDDEN = "***";

    /** Parameters of a mixing page's address that are secrets. */
    private static final Pattern SECRETS = Pattern.compile("(?i)([?&](?:smtoken|token|accessToken|password)=)[^&#]*");

    private final ObjectMapper json;

    public CompositionJson(ObjectMapper json) {
        this.json = json;
    }

    /** Sizes come as numbers or as texts, states in either case (stream-manager-api.md 4.1). */
    CompositionRecord record(JsonNode told, long createdAt) {
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
    static Optional<RoomKey> base(CompositionRecord composition) {
        return composition.mixers().stream()
                .filter(mixer -> mixer.destinationMixerName() == null
                        || mixer.destinationMixerName().isEmpty())
                .findFirst()
                .flatMap(mixer -> RoomKey.of(mixer.path()))
                .map(RoomKey::base);
    }

    /**
     * As hosts see it: what could be used as a token is hidden.
     *
     * @param connected whether a mixer's page is connected to the room
     */
    ObjectNode shown(CompositionRecord composition, boolean connected) {
        ObjectNode shown = json.createObjectNode()
                .put("event", composition.event())
                .put("transcodeComposition", composition.transcodeComposition())
                .put("digest", HIDDEN);
        ArrayNode location = shown.putArray("location");
        composition.location().forEach(location::add);
        ArrayNode mixers = shown.putArray("mixers");
        for (MixerRecord mixer : composition.mixers()) {
            ObjectNode node = json.valueToTree(mixer);
            if (mixer.mixingPage() != null) {
                node.put("mixingPage", SECRETS.matcher(mixer.mixingPage()).replaceAll("$1" + HIDDEN));
            }
            mixers.add(node.put("isWebSocketConnected", connected));
        }
        return shown;
    }

    ArrayNode list() {
        return json.createArrayNode();
    }
}
