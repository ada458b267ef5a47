package io.foyer.room.runtime;

import java.util.List;

/**
 * What a client is sent at once: at most one message of each kind, in ascending order.
 *
 * @param version grows with each update of an audience, so that a client never goes back in time
 */
public record Update(long version, List<Message> messages) {
    public Update {
        messages = List.copyOf(messages);
    }
}
