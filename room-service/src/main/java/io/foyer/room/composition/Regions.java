package io.foyer.room.composition;

import io.foyer.room.Later;
import io.foyer.room.runtime.Rooms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The regions a composition can be made in. They are asked for when the first client comes and then as long as there are
 * clients; whoever is connected is told when they become known or change.
 */
@ApplicationScoped
public class Regions {
    private static final Logger LOG = Logger.getLogger(Regions.class);

    private final StreamManagerClient streamManager;
    private final Rooms rooms;
    private final Later later;
    private final CompositionConfig config;
    private List<String> known;
    private boolean asking;

    public Regions(StreamManagerClient streamManager, Rooms rooms, Later later, CompositionConfig config) {
        this.streamManager = streamManager;
        this.rooms = rooms;
        this.later = later;
        this.config = config;
    }

    /** The regions; null while they are not known. */
    public synchronized List<String> known() {
        return known;
    }

    /** Somebody wants to know: asks, unless that is under way. */
    public void wanted() {
        synchronized (this) {
            if (asking) {
                return;
            }
            asking = true;
        }
        ask();
    }

    /** What is known may be wrong: asks at once. Until there is an answer it counts all the same. */
    void doubted() {
        streamManager.regions().subscribe().with(this::learn, failure -> {});
    }

    private void ask() {
        streamManager
                .regions()
                .subscribe()
                .with(
                        regions -> {
                            askAgain(config.regionsCache());
                            learn(regions);
                        },
                        failure -> {
                            LOG.infof("regions not known reason=%s", failure.getMessage());
                            askAgain(config.regionsRetry());
                        });
    }

    private void learn(List<String> regions) {
        boolean news;
        synchronized (this) {
            news = !regions.equals(known);
            known = List.copyOf(regions);
        }
        if (news) {
            rooms.allChanged();
        }
    }

    private void askAgain(Duration after) {
        later.run(after, () -> {
            synchronized (this) {
                if (rooms.isEmpty()) {
                    asking = false;
                    return;
                }
            }
            ask();
        });
    }
}
