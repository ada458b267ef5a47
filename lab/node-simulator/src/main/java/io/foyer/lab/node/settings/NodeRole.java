package io.foyer.lab.node.settings;

import java.util.Locale;

/** What a node is for (nodes.md, section 1). */
public enum NodeRole {
    ORIGIN,
    EDGE,
    RELAY,
    TRANSCODER,
    MIXER;

    /** The name in heartbeats and REST replies, for example {@code origin}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in webhooks, for example {@code TYPE_ORIGIN}. */
    public String webhookName() {
        return "TYPE_" + name();
    }

    static NodeRole parse(String text) {
        for (NodeRole role : values()) {
            if (role.wireName().equals(text.toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new SettingsException("--role must be one of origin, edge, relay, transcoder, mixer, not '" + text + "'");
    }
}
