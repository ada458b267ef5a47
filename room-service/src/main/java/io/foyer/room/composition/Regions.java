package io.foyer.room.composition;

import io.foyer.room.Later;
import io.foyer.room.conference.LocalRooms;
import io.foyer.room.conference.Messages;
import io.foyer.room.conference.Slot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The regions a composition can be made in. They are asked for when the first client comes and then as long as there are
 * clients; whoever is connected is told when they become known or change.
 */
@ApplicationScoped
public class Regions {
    private static final Logger LOG = Logger.getLogger(Regions.class);

    private final StreamManagerClient streamManager;
    private final Messages messages;
    private final LocalRooms rooms;
    private final Later later;
    private final CompositionConfig config;
    private List<String> known;
    private boolean asking;

    public Regions(
            StreamManagerClient streamManager,
            Messages messages,
            LocalRooms rooms,
            Later later,
            CompositionConfig config) {
        this.streamManager = streamManager;
        this.messages = messages;
        this.rooms = rooms;
        this.later = later;
        this.config = config;
    }

    /** The message that tells them, if they are known. */
    public synchronized Optional<String> message() {
        return Optional.ofNullable(known).map(messages::mixerRegions);
    }

    /** Somebody wants to know: asks, unless that is under way. */
    void wanted() {
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
            rooms.announceToAll(Slot.REGIONS);
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
