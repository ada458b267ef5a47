package io.foyer.room.health;

import io.foyer.edge.health.Serving;
import io.foyer.room.socket.OpenSockets;
import io.foyer.state.SharedState;
import jakarta.enterprise.context.ApplicationScoped;

/** This replica can answer once its view of the shared state was loaded. */
@ApplicationScoped
public class RoomServing implements Serving {
    private final SharedState state;
    private final OpenSockets sockets;

    public RoomServing(SharedState state, OpenSockets sockets) {
        this.state = state;
        this.sockets = sockets;
    }

    @Override
    public boolean loaded() {
        return state.loadedOnce();
    }

    @Override
    public boolean draining() {
        return sockets.draining();
    }
}
