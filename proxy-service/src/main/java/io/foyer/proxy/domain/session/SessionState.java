package io.foyer.proxy.domain.session;

import java.util.Optional;

/**
 * Where a session is in its life.
 *
 * <pre>
 *  admitted      ┌─────────┐ node said 101, browser got it ┌──────┐
 * ──────────────▶│ Dialing │──────────────────────────────▶│ Open │
 *                └────┬────┘                               └──┬───┘
 *                     │ refused, or                           │ a close frame passed, an end was lost,
 *                     │ browser went away                     │ or the proxy decided to end it
 *                     ▼                                       ▼
 *                ┌─────────┐   both connections gone     ┌─────────┐
 *                │  Ended  │◀────────────────────────────│ Closing │
 *                └─────────┘   or grace time over        └─────────┘
 * </pre>
 *
 * Bytes pass in {@code Open}. In {@code Closing} they pass only towards an end that was not yet sent a close frame; the
 * rest is read and thrown away, because closing a connection with unread bytes would reset it and take with it what
 * the peer has not read.
 */
public sealed interface SessionState {
    /**
     * The browser waits for its 101 while the node is called.
     *
     * @param end the session is to end for this as soon as it is open
     */
    record Dialing(Optional<EndCause> end) implements SessionState {}

    /** Bytes go both ways. */
    record Open() implements SessionState {}

    /** At least one end was sent, or sent, a close frame. */
    record Closing(EndCause cause) implements SessionState {}

    /** Nothing is left of it. */
    record Ended(EndCause cause) implements SessionState {}
}
