package io.foyer.room.composition;

import io.foyer.room.runtime.Rooms;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The regions a composition can be made in. They are asked for when the first client comes and then as long as there are
 * clients; whoever is connected is sent them when they become known or change.
 */
@ApplicationScoped
public class Regions {
    private static final Logger LOG = Logger.getLogger(Regions.class);

    private final AtomicReference<List<String>> known = new AtomicReference<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final StreamManagerClient streamManager;
    private final Rooms rooms;
    private final Vertx vertx;
    private final CompositionConfig config;

    public Regions(StreamManagerClient streamManager, Rooms rooms, Vertx vertx, CompositionConfig config) {
        this.streamManager = streamManager;
        this.rooms = rooms;
        this.vertx = vertx;
        this.config = config;
    }

    /** The regions; null while they are not known. */
    public List<String> known() {
        return known.get();
    }

    /** Asks for the regions now and then again and again, unless that is under way. */
    public void follow() {
        if (asking.compareAndSet(false, true)) {
            streamManager
                    .regions()
                    .invoke(this::learn)
                    .map(regions -> config.regionsCache())
                    .onFailure()
                    .invoke(failure -> LOG.infof("regions not known reason=%s", failure.getMessage()))
                    .onFailure()
                    .recoverWithItem(config.regionsRetry())
                    .subscribe()
                    .with(pause -> vertx.setTimer(Math.max(1, pause.toMillis()), ignored -> followWhileUsed()));
        }
    }

    private void followWhileUsed() {
        asking.set(false);
        if (!rooms.isEmpty()) {
            follow();
        }
    }

    /** What is known may be wrong: asks at once. Until there is an answer it counts all the same. */
    void refresh() {
        streamManager.regions().subscribe().with(this::learn, failure -> {});
    }

    private void learn(List<String> regions) {
        if (!regions.equals(known.getAndSet(regions))) {
            rooms.allChanged();
        }
    }
}
