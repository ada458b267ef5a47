package io.foyer.proxy.tunnel;

import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.message.MessageKind;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.domain.session.Session;
import io.foyer.proxy.domain.session.SessionObserver;
import io.foyer.proxy.domain.session.Side;
import io.foyer.proxy.sessions.OpenSession;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Joins two sockets to a {@link Session} and gives it its timers. Both sockets, the session and the timers live on the event
 * loop that took the browser's request, so nothing here needs a lock.
 */
final class Tunnel implements SessionObserver {
    private static final Logger LOG = Logger.getLogger(Tunnel.class);
    private static final long LAST_WORDS_MILLIS = 1000;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Context context;
    private final ProxyConfig config;
    private final OpenSession open;
    private final TunnelObserver observer;
    private final Session session;
    private long beat = NO_TIMER;
    private long grace = NO_TIMER;

    Tunnel(
            Vertx vertx,
            Context context,
            ProxyConfig config,
            RandomGenerator random,
            OpenSession open,
            TunnelObserver observer) {
        this.vertx = vertx;
        this.context = context;
        this.config = config;
        this.open = open;
        this.observer = observer;
        this.session = new Session(config.maxMessageSize().asLongValue(), random, this);
        open.endsBy(cause -> context.runOnContext(now -> guarded(() -> session.end(cause))));
    }

    /** Lets the bytes flow; what the node already said goes first. */
    void join(NetSocket browser, Upstream node) {
        int queue = config.writeQueueSize().asBigInteger().intValueExact();
        SocketWire browserWire = new SocketWire(browser, context, queue);
        SocketWire nodeWire = new SocketWire(node.socket(), context, queue);
        session.open(browserWire, nodeWire);
        open.nowConnected();
        beat = vertx.setPeriodic(config.pingInterval().toMillis(), tick -> guarded(session::beat));
        attach(Side.BROWSER, browserWire);
        guarded(() -> session.received(Side.NODE, ByteBuffer.wrap(node.early())));
        attach(Side.NODE, nodeWire);
        node.socket().resume();
    }

    private void attach(Side side, SocketWire wire) {
        wire.attach(
                bytes -> guarded(() -> session.received(side, bytes)),
                () -> guarded(() -> session.gone(side)),
                () -> guarded(() -> session.drained(side)));
    }

    /** It did not come to a session. */
    void abandon(EndCause cause) {
        session.abandoned(cause);
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "session failed session=%s", open.id());
            session.end(EndCause.FAULT);
            session.graceOver(true);
        }
    }

    @Override
    public void received(Side from, int bytes) {
        open.counted(from, bytes);
        observer.bytes(from, bytes);
    }

    @Override
    public void message(MessageKind kind) {
        open.said(kind);
        observer.message(kind);
    }

    @Override
    public void closing(EndCause cause) {
        vertx.cancelTimer(beat);
        grace = vertx.setTimer(config.closeGrace().toMillis(), over -> {
            grace = vertx.setTimer(LAST_WORDS_MILLIS, atLast -> guarded(() -> session.graceOver(true)));
            guarded(() -> session.graceOver(false));
        });
    }

    @Override
    public void ended(EndCause cause) {
        vertx.cancelTimer(beat);
        vertx.cancelTimer(grace);
        observer.ended(open, cause);
    }
}
