package io.foyer.room.health;

import io.foyer.edge.health.Serving;
import io.foyer.edge.health.StateAge;
import io.foyer.room.socket.OpenSockets;
import jakarta.enterprise.context.ApplicationScoped;

/** This replica can answer once its view of the shared state was complete. */
@ApplicationScoped
public class RoomServing implements Serving {
    private final StateAge view;
    private final OpenSockets sockets;

    public RoomServing(StateAge view, OpenSockets sockets) {
        this.view = view;
        this.sockets = sockets;
    }

    @Override
    public boolean loaded() {
        return view.loadedOnce();
    }

    @Override
    public boolean draining() {
        return sockets.draining();
    }
}
