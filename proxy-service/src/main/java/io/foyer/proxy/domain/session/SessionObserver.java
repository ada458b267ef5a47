package io.foyer.proxy.domain.session;

import io.foyer.proxy.domain.message.MessageKind;

/** Hears what happens in a session, on the session's own thread. */
public interface SessionObserver {
    /** So many bytes came from that side. */
    void received(Side from, int bytes);

    /** The browser began a text message. */
    void message(MessageKind kind);

    /** It goes to its end now; {@link Session#graceOver} is to be called after the grace time. */
    void closing(EndCause cause);

    /** It has ended; called once. */
    void ended(EndCause cause);
}
