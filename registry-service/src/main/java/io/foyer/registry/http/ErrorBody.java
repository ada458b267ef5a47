package io.foyer.registry.http;

import io.foyer.edge.Reason;

/**
 * Every error has this body, whatever its status: pages ignore the status and look for {@code errorMessage}
 * (stream-manager-api.md 1.3).
 *
 * @param timestamp epoch milliseconds
 * @param id of the {@link Reason}, for programs
 */
public record ErrorBody(String errorMessage, long timestamp, String id) {
    static ErrorBody of(Reason reason, String message, long timestamp) {
        return new ErrorBody(message, timestamp, reason.id());
    }
}
