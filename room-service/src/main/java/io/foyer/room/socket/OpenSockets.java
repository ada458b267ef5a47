package io.foyer.room.socket;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every connection of this replica, and whether it still takes new ones. Bounded by configuration. */
@ApplicationScoped
public class OpenSockets {
    private final Set<ClientSocket> sockets = ConcurrentHashMap.newKeySet();
    private final int most;
    private volatile boolean draining;

    public OpenSockets(SocketConfig config, MeterRegistry metrics) {
        this.most = config.most();
        metrics.gaugeCollectionSize("foyer.room.sockets", List.of(), sockets);
    }

    boolean full() {
        return sockets.size() >= most;
    }

    /** True since this replica began to stop. */
    public boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    void add(ClientSocket socket) {
        sockets.add(socket);
    }

    void remove(ClientSocket socket) {
        sockets.remove(socket);
    }

    Collection<ClientSocket> all() {
        return List.copyOf(sockets);
    }
}
