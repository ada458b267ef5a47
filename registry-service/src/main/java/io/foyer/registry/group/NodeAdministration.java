package io.foyer.registry.group;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.registry.domain.node.Departure;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.node.NodeDeparture;
import io.foyer.registry.node.NodeView;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** What operators may do to a node. Machines are not ours to stop: a node that is to leave is told with its heartbeat. */
@ApplicationScoped
public class NodeAdministration {
    private static final Logger LOG = Logger.getLogger(NodeAdministration.class);

    private final Store<NodeRecord> store;
    private final NodeView nodes;
    private final NodeDeparture departure;
    private final Registration registration;
    private final Clock clock;

    public NodeAdministration(
            SharedState state, NodeView nodes, NodeDeparture departure, Registration registration, Clock clock) {
        this.store = state.store(Tables.NODES);
        this.nodes = nodes;
        this.departure = departure;
        this.registration = registration;
        this.clock = clock;
    }

    NodeRecord at(String host) {
        return nodes.byAddress(host)
                .orElseThrow(() -> ApiException.because(Reason.NOT_FOUND, "there is no node " + host));
    }

    /** A node in service begins to leave; with force one in any other state is forgotten at once. */
    Uni<NodeRecord> terminate(String host, boolean force) {
        NodeRecord node = at(host);
        if (node.state() == NodeState.INSERVICE) {
            LOG.infof("node asked to leave node=%s address=%s", node.id(), node.address());
            return change(node, held -> registration.askToLeave(held, clock.millis()));
        }
        if (!force) {
            throw ApiException.because(
                    Reason.INVALID_REQUEST, "the node is not in service; force=true removes it anyway");
        }
        return departure.remove(node, Departure.WITHDRAWN).replaceWith(node);
    }

    /** Closes nodes for new clients; those they have stay. All or none must be known. */
    Uni<List<NodeRecord>> sunset(List<String> hosts) {
        List<NodeRecord> found = hosts.stream().map(this::at).toList();
        if (found.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        LOG.infof("nodes closed for new clients addresses=%s", hosts);
        return Uni.join()
                .all(found.stream()
                        .map(node -> change(node, held -> Optional.of(Registration.sunset(held))))
                        .toList())
                .andFailFast();
    }

    private Uni<NodeRecord> change(NodeRecord node, Function<NodeRecord, Optional<NodeRecord>> step) {
        return store.change(node.id(), stored -> stored.flatMap(step)
                        .map(changed -> Change.put(changed, Optional.of(changed)))
                        .orElse(Change.keep(Optional.empty())))
                .map(changed -> changed.orElseThrow(
                        () -> ApiException.because(Reason.NOT_FOUND, "there is no node " + node.address())));
    }
}
