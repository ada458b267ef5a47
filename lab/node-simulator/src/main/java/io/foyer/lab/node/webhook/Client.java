package io.foyer.lab.node.webhook;

/**
 * Who caused an event.
 *
 * @param username empty when none was given
 * @param userAgent null when the client sent none
 */
public record Client(String username, String userAgent) {
    public static final Client NONE = new Client("", null);
}
