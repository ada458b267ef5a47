package io.foyer.proxy.domain.client;

/**
 * The browser at the far end.
 *
 * @param secure whether it came by TLS, to this proxy or to a trusted one in front
 */
public record Client(String address, boolean secure) {}
