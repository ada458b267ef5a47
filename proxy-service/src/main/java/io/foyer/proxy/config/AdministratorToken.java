package io.foyer.proxy.config;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The administrator token of the Stream Manager API, {@code foyer.access-token}. In {@code foyer.mode=secured} its public
 * default is not accepted and the service does not start.
 */
@Singleton
public class AdministratorToken {
    private static final Logger LOG = Logger.getLogger(AdministratorToken.class);
    private static final String PUBLIC_DEFAULT = "xyz123";

    private final byte[] token;

    public AdministratorToken(
            @ConfigProperty(name = "foyer.access-token", defaultValue = PUBLIC_DEFAULT) String token,
            @ConfigProperty(name = "foyer.mode", defaultValue = "open") Mode mode) {
        if (mode == Mode.SECURED && token.equals(PUBLIC_DEFAULT)) {
            throw new IllegalArgumentException("foyer.mode=secured needs a foyer.access-token of its own");
        }
        if (mode == Mode.OPEN) {
            LOG.warn("foyer.mode=open: the access token may be the public default; for trials only");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** How strict this installation is. */
    public enum Mode {
        OPEN,
        SECURED
    }

    /** Compares in constant time. */
    public boolean matches(String given) {
        return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
