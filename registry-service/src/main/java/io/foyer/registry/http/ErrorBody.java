package io.foyer.registry.http;

/**
 * Every error has this body, whatever its status: pages ignore the status and look for {@code errorMessage}
 * (stream-manager-api.md 1.3).
 *
 * @param timestamp epoch milliseconds
 */
public record ErrorBody(String errorMessage, long timestamp) {}
