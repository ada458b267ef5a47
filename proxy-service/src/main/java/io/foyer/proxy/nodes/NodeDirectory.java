package io.foyer.proxy.nodes;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.Tables;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes as the registry lists them, found by what a client may call them: exactly their public address, or their
 * private one. Answered from memory, also while Redis is away. Suspect and draining nodes are found too; a node
 * that is gone has no record.
 */
@ApplicationScoped
public class NodeDirectory {
    private final Replica<NodeRecord> nodes;
    private volatile Map<String, NodeRecord> byAddress = Map.of();
    private volatile boolean stale = true;
    private volatile boolean loaded;

    public NodeDirectory(SharedState state) {
        this.nodes = state.replica(Tables.NODES);
    }

    void start(@Observes StartupEvent event) {
        nodes.onChange(change -> stale = true);
        nodes.watchAll().subscribe().with(done -> loaded = true);
    }

    /** True once the nodes were loaded for the first time. */
    public boolean loaded() {
        return loaded;
    }

    /** The node of exactly this address. */
    public Optional<NodeRecord> find(String host) {
        if (stale) {
            refresh();
        }
        return Optional.ofNullable(byAddress.get(host));
    }

    /** One at a time, so that an older index never takes the place of a newer one. */
    private synchronized void refresh() {
        if (stale) {
            stale = false; // before reading: a change meanwhile makes it stale again
            byAddress = index();
        }
    }

    private Map<String, NodeRecord> index() {
        Map<String, NodeRecord> index = new HashMap<>();
        for (Snapshot<NodeRecord> snapshot : nodes.all()) {
            NodeRecord node = snapshot.value();
            if (node.privateAddress() != null) {
                index.putIfAbsent(node.privateAddress(), node);
            }
        }
        for (Snapshot<NodeRecord> snapshot : nodes.all()) {
            NodeRecord node = snapshot.value();
            if (node.address() != null && !node.address().isEmpty()) {
                index.put(node.address(), node); // clients are given this one, so it wins
            }
        }
        return Map.copyOf(index);
    }
}
