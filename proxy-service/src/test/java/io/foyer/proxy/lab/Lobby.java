package io.foyer.proxy.lab;

import static org.awaitility.Awaitility.await;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.proxy.nodes.NodeDirectory;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts nodes into the registry's table, as registry-service would, and waits until the proxy knows. */
@ApplicationScoped
public class Lobby {
    private final SharedState state;
    private final NodeDirectory directory;

    public Lobby(SharedState state, NodeDirectory directory) {
        this.state = state;
        this.directory = directory;
    }

    public FakeNode node() {
        FakeNode node = FakeNode.start();
        register(node.address(), node.port());
        return node;
    }

    public void register(String address, int port) {
        register(address, null, port, NodeState.INSERVICE);
    }

    public void register(String address, String privateAddress, int port, NodeState nodeState) {
        register(address, privateAddress, port, nodeState, false);
    }

    public void register(String address, String privateAddress, int port, NodeState nodeState, boolean secure) {
        NodeRecord node = new NodeRecord(
                "node-" + address,
                NodeRole.ORIGIN,
                address,
                privateAddress,
                port,
                secure,
                "local",
                "default",
                nodeState,
                0,
                false,
                100,
                0,
                List.of(),
                null,
                null,
                Map.of(),
                Set.of());
        state.store(Tables.NODES)
                .change(node.id(), present -> Change.put(node))
                .await()
                .atMost(Duration.ofSeconds(10));
        await("the proxy knows " + address)
                .until(() -> directory.find(address).filter(node::equals).isPresent());
    }

    public void remove(String address) {
        state.store(Tables.NODES)
                .<Boolean>change("node-" + address, present -> Change.remove(true))
                .await()
                .atMost(Duration.ofSeconds(10));
        await("the proxy forgot " + address).until(() -> directory.find(address).isEmpty());
    }
}
