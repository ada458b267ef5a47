package io.foyer.room.socket;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What happens to the connections when this replica stops: it is not ready any more, takes no new ones, and cuts those it
 * has without a close frame, evenly over the drain window, so that the clients come back to the others one after the
 * other instead of all at once.
 *
 * <p>It listens to the event before the shutdown proper, whose first act is to close the HTTP server and with it, politely,
 * every WebSocket. That event exists only with {@code quarkus.shutdown.delay-enabled}.
 */
@ApplicationScoped
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final long CLEAN_UP_MILLIS = 2_000;
    private static final long STEP_MILLIS = 20;

    private final OpenSockets open;
    private final Duration window;

    public Drain(OpenSockets open, SocketConfig config) {
        this.open = open;
        this.window = config.drain();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        open.drain();
        Collection<ClientSocket> all = open.all();
        if (all.isEmpty()) {
            return;
        }
        LOG.infof("draining sockets=%d window=%s", all.size(), window);
        long end = System.nanoTime() + window.toNanos();
        int left = all.size();
        for (ClientSocket socket : all) {
            socket.cut();
            left--;
            pause(left == 0 ? 0 : (end - System.nanoTime()) / left);
        }
        // What hangs on the connections is cleaned up when their end is noticed, which takes a moment.
        for (long timeout = CLEAN_UP_MILLIS; timeout > 0 && !open.all().isEmpty(); timeout -= STEP_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
        LOG.infof("drained left=%d", open.all().size());
    }

    /** Very short pauses are left out; the next ones become longer for it. */
    private static void pause(long nanos) throws InterruptedException {
        if (nanos > TimeUnit.MILLISECONDS.toNanos(1)) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }
}
