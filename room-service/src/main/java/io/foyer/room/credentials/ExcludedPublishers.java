package io.foyer.room.credentials;

import io.foyer.contract.RoomRecord;
import io.foyer.contract.Tables;
import io.foyer.name.Scope;
import io.foyer.room.RoomConfig;
import io.foyer.room.domain.RoomView;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who is excluded from a room, or from its waiting room, may not publish there under that name. It can only be known
 * when the token names the room; while Redis is away nobody counts as excluded.
 */
@ApplicationScoped
public class ExcludedPublishers {
    private final SharedState state;
    private final Store<RoomRecord> rooms;

    public ExcludedPublishers(SharedState state, RoomConfig config) {
        this.state = state;
        this.rooms = state.store(Tables.ROOMS.leased(config.lease()));
    }

    Uni<Boolean> has(Credentials credentials) {
        if (!credentials.publisher() || credentials.room().isEmpty()) {
            return Uni.createFrom().item(false);
        }
        Scope room = credentials.room().get();
        String stream = credentials.stream();
        return Uni.combine()
                .all()
                .unis(excludes(room, stream), excludes(room.other(), stream))
                .with((here, there) -> here || there)
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> excludes(Scope room, String stream) {
        return rooms.read(room.text()).map(stored -> stored.map(Snapshot::value)
                .filter(decided -> RoomView.barred(decided, stream, state.now()))
                .isPresent());
    }
}
