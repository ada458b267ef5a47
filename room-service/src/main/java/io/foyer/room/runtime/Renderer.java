package io.foyer.room.runtime;

import java.util.List;

/** Turns a view into the messages of one protocol, each encoded once for all its clients. */
public interface Renderer<V> {
    /**
     * All messages about a view, in the order of their kinds.
     *
     * @param before the view that was rendered last; null for none
     * @param parts what came of that: whatever is still right is taken over as the same object, and is then not sent again
     */
    List<Part> render(V view, V before, List<Part> parts);

    /** When the clock alone will make another view of it, epoch milliseconds by the store's clock. */
    long changesAt(V view);

    /** What clients are sent when the view takes long to load. */
    Frame notYet();
}
