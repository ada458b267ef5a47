package io.foyer.contract;

/**
 * A signaling session that passes through a proxy. Written by proxy-service; holds no credentials.
 *
 * @param owner lease of the proxy that carries it
 * @param app scope the client asked for
 * @param createdAt epoch milliseconds
 */
public record SessionRecord(
        String id,
        String owner,
        String targetHost,
        int targetPort,
        String app,
        String clientAddress,
        String userAgent,
        boolean secure,
        long createdAt) {}
