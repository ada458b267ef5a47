package io.foyer.proxy.sessions;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A session as the administration API shows it (stream manager API, section 6).
 *
 * @param creationTime epoch milliseconds
 */
public record SessionView(
        String id,
        int targetPort,
        String targetHost,
        String targetApp,
        boolean clientConnected,
        boolean proxyConnected,
        String clientUserAgent,
        String clientAddress,
        boolean secureClient,
        long creationTime) {

    /** Both legs are connected. */
    @JsonIgnore
    public boolean healthy() {
        return clientConnected && proxyConnected;
    }
}
