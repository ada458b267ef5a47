package io.foyer.room.conference;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.Outcome.Changed;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Changes rooms where all replicas see it. Failures are {@link io.foyer.state.StateException}s. */
@ApplicationScoped
public class RoomWriter {
    private static final Logger LOG = Logger.getLogger(RoomWriter.class);

    /** An empty room is forgotten this long after it became empty, if it still is. */
    private static final Duration EMPTY_KEPT = Duration.ofSeconds(30);

    private final Store<RoomRecord> rooms;
    private final Replica<RoomRecord> held;
    private final Vertx vertx;

    public RoomWriter(SharedState state, Vertx vertx) {
        this.rooms = state.store(Tables.ROOMS);
        this.held = state.replica(Tables.ROOMS);
        this.vertx = vertx;
    }

    /** Applies one command and answers with what it came to, once that is stored. */
    public Uni<Outcome> apply(RoomKey key, RoomCommand command) {
        return apply(key, List.of(command));
    }

    /** Applies commands one after the other as one change; the outcome is that of the last, of the room after all. */
    public Uni<Outcome> apply(RoomKey key, List<RoomCommand> commands) {
        return apply(key, () -> commands);
    }

    /** The same for commands that depend on what is known when they are carried out; asked again after a lost race. */
    public Uni<Outcome> apply(RoomKey key, Supplier<List<RoomCommand>> commands) {
        return rooms.change(key.text(), stored -> decide(key, orHeld(key, stored), commands.get()))
                .invoke(this::forgetLater);
    }

    /**
     * Only empty rooms are ever removed. So if one is missing that has content here, the store lost it and will get it
     * back; a command must not come in between and start with nothing.
     */
    private Optional<RoomRecord> orHeld(RoomKey key, Optional<RoomRecord> stored) {
        return stored.or(() -> held.get(key.text()).map(Snapshot::value));
    }

    private void forgetLater(Outcome outcome) {
        if (outcome instanceof Changed(Room room) && room.isEmpty()) {
            vertx.setTimer(EMPTY_KEPT.toMillis(), ignored -> forget(room.key()));
        }
    }

    private void forget(RoomKey key) {
        rooms.read(key.text())
                .flatMap(stored -> stored.isPresent()
                                && RoomRecords.room(key, stored.map(Snapshot::value))
                                        .isEmpty()
                        ? rooms.removeIfStill(stored.get())
                        : Uni.createFrom().item(false))
                .subscribe()
                .with(ignored -> {}, failure -> LOG.debugf("empty room kept room=%s", key));
    }

    private static Change<RoomRecord, Outcome> decide(
            RoomKey key, Optional<RoomRecord> stored, List<RoomCommand> commands) {
        Room before = RoomRecords.room(key, stored);
        Outcome last = new Outcome.Unchanged(before, Outcome.Reason.ALREADY_SO);
        boolean changed = false;
        for (RoomCommand command : commands) {
            last = last.room().apply(command);
            changed |= last instanceof Changed;
        }
        if (!changed) {
            return Change.keep(last);
        }
        return Change.put(RoomRecords.record(last.room()), last);
    }
}
