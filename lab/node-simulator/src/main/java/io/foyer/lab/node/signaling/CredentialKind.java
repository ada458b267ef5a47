package io.foyer.lab.node.signaling;

import java.util.Locale;

/** The two values of {@code type} in {@code /validateCredentials}. */
enum CredentialKind {
    PUBLISHER,
    SUBSCRIBER;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
