package io.foyer.room.conference;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.Outcome.Changed;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Changes rooms where all replicas see it; an empty one is not kept. Failures are {@link io.foyer.state.StateException}s. */
@ApplicationScoped
public class RoomWriter {
    private final Store<RoomRecord> rooms;

    public RoomWriter(SharedState state) {
        this.rooms = state.store(Tables.ROOMS);
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
        return rooms.change(key.text(), stored -> decide(key, stored, commands.get()));
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
        return last.room().isEmpty() ? Change.remove(last) : Change.put(RoomRecords.record(last.room()), last);
    }
}
