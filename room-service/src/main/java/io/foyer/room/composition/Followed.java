package io.foyer.room.composition;

import io.foyer.state.Table;

/**
 * A composition of a Stream Manager that does not write our records: one replica of room-service looks after it.
 *
 * @param owner lease of that replica
 * @param since epoch milliseconds
 * @param settled it has become what it will be; nobody has to look any more
 */
public record Followed(String event, String owner, long since, boolean settled) {
    public static final Table<Followed> TABLE = Table.whole("room-followed", Followed.class);

    Followed by(String other) {
        return new Followed(event, other, since, settled);
    }

    Followed done() {
        return new Followed(event, owner, since, true);
    }
}
