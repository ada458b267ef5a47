package io.foyer.proxy.drain;

import io.foyer.edge.health.Serving;
import io.foyer.proxy.nodes.NodeDirectory;
import jakarta.enterprise.context.ApplicationScoped;

/** This proxy can answer once it knows the nodes. */
@ApplicationScoped
public class ProxyServing implements Serving {
    private final NodeDirectory nodes;
    private final Drain drain;

    public ProxyServing(NodeDirectory nodes, Drain drain) {
        this.nodes = nodes;
        this.drain = drain;
    }

    @Override
    public boolean loaded() {
        return nodes.loaded();
    }

    @Override
    public boolean draining() {
        return drain.draining();
    }
}
