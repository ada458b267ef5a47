package io.foyer.proxy.config;

import io.foyer.contract.InstallationConfig;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jboss.logging.Logger;

/**
 * The administrator token of the Stream Manager API, {@code foyer.access-token}. In {@code foyer.mode=secured} its public
 * default is not accepted and the service does not start.
 */
@Singleton
public class AdministratorToken {
    private static final Logger LOG = Logger.getLogger(AdministratorToken.class);

    private final byte[] token;

    public AdministratorToken(InstallationConfig installation) {
        String accessToken = installation.accessToken();
        switch (installation.mode()) {
            case OPEN -> LOG.warn("foyer.mode=open: the access token may be the public default; for trials only");
            case SECURED -> {
                if (accessToken.equals(InstallationConfig.DEFAULT_ACCESS_TOKEN)) {
                    throw new IllegalArgumentException("foyer.mode=secured needs a foyer.access-token of its own");
                }
            }
        }
        this.token = accessToken.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time. */
    public boolean matches(String given) {
        return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
