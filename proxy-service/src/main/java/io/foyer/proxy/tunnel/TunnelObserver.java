package io.foyer.proxy.tunnel;

import io.foyer.edge.Reason;
import io.foyer.proxy.domain.message.MessageKind;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.domain.session.Side;
import io.foyer.proxy.sessions.OpenSession;
import io.foyer.proxy.sessions.OpenSessions;
import io.foyer.proxy.sessions.SessionMeters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Keeps the figures, and writes one line when a session ends. Queries are never logged: they hold credentials. */
@ApplicationScoped
public class TunnelObserver {
    private static final Logger LOG = Logger.getLogger("io.foyer.proxy.session");

    private final SessionMeters meters;
    private final OpenSessions sessions;
    private final Clock clock;

    public TunnelObserver(SessionMeters meters, OpenSessions sessions, Clock clock) {
        this.meters = meters;
        this.sessions = sessions;
        this.clock = clock;
    }

    void bytes(Side from, int count) {
        meters.bytes(from, count);
    }

    void message(MessageKind kind) {
        meters.message(kind);
    }

    void dialed(Duration time) {
        meters.dialed(time);
    }

    /** @param detail what is known besides, or empty */
    void refused(Reason reason, OpenSession session, String detail) {
        meters.refused(reason);
        if (blamesNode(reason)) {
            LOG.warnf(
                    "node not reached session=%s node=%s app=\"%s\" client=%s refusal=%s detail=%s",
                    session.id(),
                    session.node().id(),
                    session.app(),
                    session.client().address(),
                    reason.id(),
                    detail);
        }
    }

    /** Refused before anything was known of a session. */
    void refused(Reason reason, String clientAddress) {
        meters.refused(reason);
        LOG.debugf("refused client=%s refusal=%s", clientAddress, reason.id());
    }

    /** No mistake of the client, but a node that an operator should look at. */
    private static boolean blamesNode(Reason reason) {
        return reason.status() == 502 || reason.status() == 504;
    }

    void ended(OpenSession session, EndCause cause) {
        sessions.leave(session);
        meters.ended(cause);
        LOG.infof(
                "session ended session=%s node=%s app=\"%s\" client=%s cause=%s last=%s up=%d down=%d millis=%d",
                session.id(),
                session.node().id(),
                session.app(),
                session.client().address(),
                cause.label(),
                session.lastMessage().label(),
                session.bytes(Side.BROWSER),
                session.bytes(Side.NODE),
                clock.millis() - session.createdAt());
    }
}
