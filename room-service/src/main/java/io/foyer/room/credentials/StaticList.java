package io.foyer.room.credentials;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** Lets in whoever is in the configured list of user names and passwords, to publish or to subscribe. */
@ApplicationScoped
public class StaticList implements CredentialValidator {
    private final Map<String, String> passwords;

    public StaticList(CredentialsConfig config) {
        this.passwords = config.users();
    }

    @Override
    public String name() {
        return "static-list";
    }

    @Override
    public Uni<Boolean> allows(Credentials credentials) {
        boolean known = credentials.publisher() || credentials.type().equals("subscriber");
        String expected = passwords.get(credentials.username());
        return Uni.createFrom().item(known && expected != null && same(expected, credentials.password()));
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
