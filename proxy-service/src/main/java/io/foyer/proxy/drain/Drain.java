package io.foyer.proxy.drain;

import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The end of this process: nothing new is taken on, what runs may finish until the drain deadline, and what is left is
 * closed with 1001 (signaling, section 8.8). Sessions last seconds, so this is mostly over before the deadline.
 */
@ApplicationScoped
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    /** What closing takes besides the grace time of the ends. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

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

    /**
     * Runs before the HTTP server is closed. Whoever observes this event holds up the shutdown, and there is no other way to
     * do so: hence the wait here, on the thread that shuts down.
     */
    void onShutdown(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        begin();
        Future<Void> over = sessions.empty();
        if (!doneWithin(config.drainDeadline(), over)) {
            LOG.infof("drain deadline reached sessions=%d", sessions.count());
            cut();
            doneWithin(config.closeGrace().plus(LAST_WORDS), over);
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

    private static boolean doneWithin(Duration time, Future<Void> over) throws InterruptedException {
        try {
            over.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
