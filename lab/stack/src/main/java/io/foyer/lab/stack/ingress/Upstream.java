package io.foyer.lab.stack.ingress;

import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The replicas of one service, taken in turn. */
public final class Upstream {
    private final String name;
    private final List<SocketAddress> replicas;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * @param name what an error to the client calls it
     * @param ports on 127.0.0.1, one per replica
     */
    public Upstream(String name, List<Integer> ports) {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException(name + " has no replica");
        }
        this.name = name;
        this.replicas = ports.stream()
                .map(port -> SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .toList();
    }

    public String name() {
        return name;
    }

    /** All replicas, beginning with the one whose turn it is; the others are for when that one is away. */
    List<SocketAddress> inTurn() {
        List<SocketAddress> order = new ArrayList<>(replicas);
        Collections.rotate(order, -Math.floorMod(turn.getAndIncrement(), replicas.size()));
        return order;
    }
}
