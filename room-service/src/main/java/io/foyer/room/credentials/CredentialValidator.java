package io.foyer.room.credentials;

import io.smallrye.mutiny.Uni;

/**
 * Decides who may publish and subscribe. A bean that implements this can be chosen with {@code
 * foyer.room.credentials.validator}. A failure, and an answer that takes longer than two seconds, denies.
 */
public interface CredentialValidator {
    /** What it is called in the configuration. */
    String name();

    Uni<Boolean> allows(Credentials credentials);
}
