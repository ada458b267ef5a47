package io.foyer.room.socket;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What happens to the connections when this replica stops: it is not ready any more, takes no new ones, and cuts those it
 * has without a close frame, evenly over the drain window, so that the clients come back to the others one after the
 * other instead of all at once. The HTTP server runs until that is done.
 */
@ApplicationScoped
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(50);

    private final OpenSockets open;
    private final Duration window;

    public Drain(OpenSockets open, SocketConfig config) {
        this.open = open;
        this.window = config.drain();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        open.drain();
        var all = open.all();
        if (all.isEmpty()) {
            return;
        }
        LOG.infof("draining sockets=%d window=%s", all.size(), window);
        long steps = Math.max(1, window.dividedBy(STEP));
        Iterator<ClientSocket> rest = all.iterator();
        int each = (int) Math.max(1, -Math.floorDiv(-all.size(), steps));
        CountDownLatch done = new CountDownLatch(1);
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            long pause = Math.max(1, window.toMillis() * each / all.size());
            clock.scheduleAtFixedRate(
                    () -> {
                        for (int i = 0; i < each && rest.hasNext(); i++) {
                            rest.next().cut();
                        }
                        if (!rest.hasNext()) {
                            done.countDown();
                        }
                    },
                    0,
                    pause,
                    TimeUnit.MILLISECONDS);
            if (!done.await(window.toMillis() + 5_000, TimeUnit.MILLISECONDS)) {
                LOG.warn("drain did not finish in time");
            }
            clock.shutdownNow();
        }
    }
}
