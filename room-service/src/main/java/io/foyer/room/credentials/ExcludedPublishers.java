package io.foyer.room.credentials;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.room.domain.RoomKey;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Who is excluded from a room, or from its waiting room, may not publish there under that name. It can only be known
 * when the token names the room; while Redis is away nobody counts as excluded.
 */
@ApplicationScoped
public class ExcludedPublishers {
    private final Store<RoomRecord> rooms;

    public ExcludedPublishers(SharedState state) {
        this.rooms = state.store(Tables.ROOMS);
    }

    Uni<Boolean> has(Credentials credentials) {
        Optional<RoomKey> room = credentials.room();
        if (!credentials.publisher() || room.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        RoomKey base = room.get().base();
        List<Uni<Boolean>> both =
                base.waitingRoom().map(waiting -> List.of(base, waiting)).orElse(List.of(base)).stream()
                        .map(key -> excludes(key, credentials.stream()))
                        .toList();
        return Uni.join()
                .all(both)
                .andFailFast()
                .map(answers -> answers.contains(true))
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> excludes(RoomKey room, String stream) {
        return rooms.read(room.text()).map(stored -> stored.map(Snapshot::value)
                .filter(record -> record.excluded().contains(stream))
                .isPresent());
    }
}
