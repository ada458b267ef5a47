package io.foyer.contract;

/**
 * A signaling session that passes through a proxy. Written by proxy-service; holds no credentials.
 *
 * @param owner lease of the proxy that carries it
 * @param app scope the client asked for
 * @param createdAt epoch milliseconds
 * @param endRequested an operator wants it closed; its proxy does so when it sees this
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
        long createdAt,
        boolean endRequested) {

    /** The same session, to be closed by its proxy. */
    public SessionRecord withEndRequested() {
        return new SessionRecord(
                id, owner, targetHost, targetPort, app, clientAddress, userAgent, secure, createdAt, true);
    }
}
