package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What a media node is for. */
public enum NodeRole {
    ORIGIN,
    EDGE,
    RELAY,
    TRANSCODER,
    MIXER;

    /** The form used in JSON: lower case. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static NodeRole of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /**
     * The role a webhook's {@code clusterNodeType} stands for: {@code TYPE_ORIGIN}, {@code origin}; a stand-alone node
     * ({@code TYPE_OFF}) counts as an origin. Empty for what is not known.
     */
    public static Optional<NodeRole> ofClusterNodeType(String type) {
        String bare = type.toUpperCase(Locale.ROOT).replaceFirst("^TYPE_", "");
        return switch (bare) {
            case "ORIGIN", "OFF" -> Optional.of(ORIGIN);
            case "EDGE" -> Optional.of(EDGE);
            case "RELAY" -> Optional.of(RELAY);
            case "TRANSCODER" -> Optional.of(TRANSCODER);
            case "MIXER" -> Optional.of(MIXER);
            default -> Optional.empty();
        };
    }
}
