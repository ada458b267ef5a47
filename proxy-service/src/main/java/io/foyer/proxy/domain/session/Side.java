package io.foyer.proxy.domain.session;

/** The two ends of a session. */
public enum Side {
    BROWSER,
    NODE;

    public Side other() {
        return this == BROWSER ? NODE : BROWSER;
    }
}
