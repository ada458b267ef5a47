package io.foyer.contract;

import io.foyer.name.Scope;
import io.foyer.state.Table;

/** Every table the services share, and the key of its records. */
public final class Tables {
    /** By {@link NodeRecord#id()}. */
    public static final Table<NodeRecord> NODES =
            Table.whole("nodes", NodeRecord.class).reconciledBy(NodeRecord::merged);

    /** By {@link StreamRecord#id()}. */
    public static final Table<StreamRecord> STREAMS = Table.whole("streams", StreamRecord.class)
            .reconciledBy((cached, stored) -> cached.heardAt() > stored.heardAt() ? cached : stored);

    /** By {@link CompositionRecord#event()}. */
    public static final Table<CompositionRecord> COMPOSITIONS = Table.whole("compositions", CompositionRecord.class)
            // What runs goes on: had it been known, the other one would have been refused as a duplicate.
            .reconciledBy((running, other) -> running);

    /** By {@link ProvisionRecord#guid()}. */
    public static final Table<ProvisionRecord> PROVISIONS = Table.whole("provisions", ProvisionRecord.class)
            .reconciledBy((cached, stored) -> cached.updated() > stored.updated() ? cached : stored);

    /** By {@link RoomRecord#room()}; what was decided about a room and its waiting room is one partition. */
    public static final Table<RoomRecord> ROOMS = Table.grouped(
                    "rooms", RoomRecord.class, room -> new Scope(room).base().text())
            .mergedBy(RoomRecord::merged);

    /** By {@link SessionRecord#id()}. */
    public static final Table<SessionRecord> SESSIONS = Table.whole("sessions", SessionRecord.class);

    private Tables() {}
}
