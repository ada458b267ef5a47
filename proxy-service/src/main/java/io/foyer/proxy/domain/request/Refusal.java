package io.foyer.proxy.domain.request;

import io.foyer.edge.Reason;

/**
 * A handshake that is refused before any 101 (signaling, section 8.2).
 *
 * @param text what the client is told: the sentence of the reason, or the part that is at fault
 */
public record Refusal(Reason reason, String text) {
    public static Refusal of(Reason reason) {
        return new Refusal(reason, reason.sentence());
    }
}
