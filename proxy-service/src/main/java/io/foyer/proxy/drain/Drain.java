package io.foyer.proxy.drain;

import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The end of this process: nothing new is taken on, what runs may finish until the drain deadline, and what is left is
 * closed with 1001 (signaling, section 8.8). Sessions last seconds, so this is mostly over before the deadline.
 */
@ApplicationScoped
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final OpenSessions sessions;
    private final ProxyConfig config;
    private volatile boolean draining;

    public Drain(OpenSessions sessions, ProxyConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    /** True once a shutdown began. */
    public boolean draining() {
        return draining;
    }

    /** Runs before the HTTP server is closed, on the thread that shuts down, which is held until the sessions are over. */
    void onShutdown(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        begin();
        if (!ended(config.drainDeadline())) {
            LOG.infof("drain deadline reached sessions=%d", sessions.count());
            cut();
            ended(config.closeGrace().plusSeconds(2));
        }
        LOG.infof("drained sessions=%d", sessions.count());
    }

    /** Takes on nothing new from now on. */
    public void begin() {
        draining = true;
        LOG.infof("draining sessions=%d deadline=%s", sessions.count(), config.drainDeadline());
    }

    /** Closes what is left. */
    public void cut() {
        sessions.all().forEach(session -> session.end(EndCause.DRAINED));
    }

    private boolean ended(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (sessions.count() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
        }
        return sessions.count() == 0;
    }
}
