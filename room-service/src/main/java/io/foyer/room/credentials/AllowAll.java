package io.foyer.room.credentials;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets everybody in who says some name and password, as the original did. */
@ApplicationScoped
public class AllowAll implements CredentialValidator {
    @Override
    public String name() {
        return "allow-all";
    }

    @Override
    public Uni<Boolean> allows(Credentials credentials) {
        return Uni.createFrom().item(true);
    }
}
