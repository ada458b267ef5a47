package io.foyer.room.presence;

import io.foyer.room.RoomConfig;
import io.foyer.room.conference.RoomWriter;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.room.streams.StreamIndex;
import io.foyer.state.Leases;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Cleans up after replicas that ended without doing so: the streams their clients had posted leave the rooms, unless
 * they came back to another replica or a node has the stream. Two
 * replicas may do it at once without harm. A lease must be found ended several times in a row, because after a loss of
 * the store all leases are missing until they are renewed.
 */
@ApplicationScoped
public class PresenceReaper {
    private static final Logger LOG = Logger.getLogger(PresenceReaper.class);
    private static final int STRIKES = 3;

    private final Map<String, Integer> strikes = new HashMap<>();
    private final Presence presence;
    private final StreamIndex index;
    private final RoomWriter writer;
    private final Leases leases;
    private final Vertx vertx;
    private final RoomConfig config;

    public PresenceReaper(
            Presence presence,
            StreamIndex index,
            RoomWriter writer,
            SharedState state,
            Vertx vertx,
            RoomConfig config) {
        this.presence = presence;
        this.index = index;
        this.writer = writer;
        this.leases = state.leases();
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.ownersChecked().toMillis(), ignored -> round());
    }

    private synchronized void round() {
        strikes.keySet().retainAll(presence.others().stream().map(Snapshot::id).toList());
        for (Snapshot<PresenceRecord> other : presence.others()) {
            leases.alive(other.id()).subscribe().with(alive -> judge(other, alive), failure -> {});
        }
    }

    private synchronized void judge(Snapshot<PresenceRecord> other, boolean alive) {
        if (alive) {
            strikes.remove(other.id());
        } else if (strikes.merge(other.id(), 1, Integer::sum) >= STRIKES) {
            strikes.remove(other.id());
            reap(other);
        }
    }

    private void reap(Snapshot<PresenceRecord> ended) {
        LOG.infof(
                "replica ended owner=%s posts=%d",
                ended.id(), ended.value().posts().size());
        List<Uni<Outcome>> steps = ended.value().posts().stream()
                .filter(post -> !presence.holds(post, ended.id()) && !index.published(post.room(), post.stream()))
                .map(post -> writer.apply(
                        new RoomKey(post.room()), new RoomCommand.Unpublish(post.stream(), config.bansEndWithRoom())))
                .toList();
        Uni<?> all = steps.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(steps).usingConcurrencyOf(16).andFailFast();
        all.flatMap(done -> presence.forget(ended))
                .subscribe()
                .with(ignored -> {}, failure -> LOG.infof("reaping again later owner=%s", ended.id()));
    }
}
