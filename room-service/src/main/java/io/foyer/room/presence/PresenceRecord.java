package io.foyer.room.presence;

import java.util.List;

/**
 * What hangs on the connections of one replica of room-service; it ends with that replica's lease.
 *
 * @param owner the replica's lease
 * @param posts streams that its clients posted
 * @param mixerRooms rooms that a mixer's page is connected to
 */
public record PresenceRecord(String owner, List<Post> posts, List<String> mixerRooms) {
    public PresenceRecord {
        posts = List.copyOf(posts);
        mixerRooms = List.copyOf(mixerRooms);
    }

    /** A stream that was announced by its publisher's socket instead of a node. */
    public record Post(String room, String stream) {}

    boolean isEmpty() {
        return posts.isEmpty() && mixerRooms.isEmpty();
    }
}
