package io.foyer.room.streams;

import io.foyer.contract.StreamRecord;
import io.foyer.contract.Tables;
import io.foyer.room.RoomConfig;
import io.foyer.room.conference.LocalRooms;
import io.foyer.room.conference.RoomWriter;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.room.presence.Presence;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Compares the rooms that clients of this replica are in with the streams that exist, when a room is loaded and every so
 * often: what is missing is added at once, what should not be there is removed with patience (conference-api.md 9 and
 * 12, defects 15 to 17). Rooms nobody is in are compared when somebody comes.
 */
@ApplicationScoped
public class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final LocalRooms rooms;
    private final StreamIndex index;
    private final Replica<StreamRecord> streams;
    private final Presence presence;
    private final RoomWriter writer;
    private final Clock clock;
    private final Vertx vertx;
    private final StreamsConfig config;
    private final Ghosts ghosts;
    private final boolean endsBans;

    public Reconciler(
            LocalRooms rooms,
            StreamIndex index,
            SharedState state,
            Presence presence,
            RoomWriter writer,
            Clock clock,
            Vertx vertx,
            StreamsConfig config,
            RoomConfig roomConfig) {
        this.rooms = rooms;
        this.index = index;
        this.streams = state.replica(Tables.STREAMS);
        this.presence = presence;
        this.writer = writer;
        this.clock = clock;
        this.vertx = vertx;
        this.config = config;
        this.ghosts = new Ghosts(config.ghostGrace());
        this.endsBans = roomConfig.bansEndWithRoom();
    }

    void start(@Observes StartupEvent event) {
        rooms.onLoaded(key -> {
            if (streams.current()) {
                write(key, missing(rooms.held(key)));
            }
        });
        vertx.setPeriodic(config.reconcile().toMillis(), ignored -> round());
    }

    private synchronized void round() {
        if (!streams.current()) {
            return;
        }
        ghosts.keepOnly(rooms.loaded());
        for (RoomKey key : rooms.loaded()) {
            Room room = rooms.held(key);
            List<RoomCommand> commands = new ArrayList<>(missing(room));
            commands.addAll(leftOver(room));
            write(key, commands);
        }
    }

    private List<RoomCommand> missing(Room room) {
        Set<String> names = new HashSet<>(index.names(room.key().text()));
        room.active().forEach(names::remove);
        room.excluded().forEach(names::remove);
        return names.stream()
                .filter(RoomKey::named)
                .<RoomCommand>map(RoomCommand.Publish::new)
                .toList();
    }

    private List<RoomCommand> leftOver(Room room) {
        Set<String> names = new HashSet<>(room.active());
        names.removeAll(index.names(room.key().text()));
        names.removeIf(name -> presence.holds(room.key(), name));
        return ghosts.seen(room.key(), names, clock.instant()).stream()
                .<RoomCommand>map(name -> new RoomCommand.Unpublish(name, endsBans))
                .toList();
    }

    private void write(RoomKey key, List<RoomCommand> commands) {
        if (!commands.isEmpty()) {
            LOG.infof("room repaired room=%s streams=%d", key, commands.size());
            writer.apply(key, commands)
                    .subscribe()
                    .with(ignored -> {}, failure -> LOG.debugf("repair failed room=%s", key));
        }
    }
}
