package io.foyer.lab.node.settings;

/** A setting that cannot be used; the message is one sentence naming it. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
