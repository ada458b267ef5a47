package io.foyer.registry.domain.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Looks over all nodes and says which of them have to move on because time passed. Pure, run by every replica. */
public final class NodeWatch {
    private final Registration registration;
    private final LifeCycleTimes times;

    public NodeWatch(LifeCycle lifeCycle) {
        this.registration = new Registration(lifeCycle);
        this.times = lifeCycle.times();
    }

    /** A node that has to move on, and why. */
    public record Finding(NodeRecord node, NodeSign sign) {}

    /**
     * @param findings what has to be done
     * @param frozen nodes whose silence is taken for our own deafness
     */
    public record Round(List<Finding> findings, int frozen) {}

    /**
     * @param lastHeard when the node was heard, epoch milliseconds; not before we began to listen
     * @param reporting whether signs of life are to be expected of it
     * @param carries whether it has streams
     */
    public Round look(
            Collection<NodeRecord> nodes,
            ToLongFunction<NodeRecord> lastHeard,
            Predicate<NodeRecord> reporting,
            Predicate<NodeRecord> carries,
            long now) {
        Map<String, Long> heard = new HashMap<>();
        for (NodeRecord node : nodes) {
            if (reporting.test(node)) {
                heard.put(node.id(), lastHeard.applyAsLong(node));
            }
        }
        List<Long> ofLiving = nodes.stream()
                .filter(node -> node.state() != NodeState.PENDING && node.state() != NodeState.RUNNING)
                .map(node -> heard.get(node.id()))
                .filter(Objects::nonNull)
                .toList();
        MassSilence mass = new MassSilence(ofLiving, times, now);
        List<Finding> findings = new ArrayList<>();
        int frozen = 0;
        for (NodeRecord node : nodes) {
            Long at = heard.get(node.id());
            if (at != null && mass.covers(at)) {
                frozen++;
            } else if (at != null) {
                judge(node, new NodeSign.Silence(Duration.ofMillis(now - at)), now, findings);
            }
            boolean handled = !findings.isEmpty() && findings.getLast().node().equals(node);
            if (node.state() == NodeState.DRAINING && !handled && !carries.test(node)) {
                judge(node, new NodeSign.Emptied(), now, findings);
            }
        }
        return new Round(findings, frozen);
    }

    private void judge(NodeRecord node, NodeSign sign, long now, List<Finding> findings) {
        if (!registration.after(node, sign, now).equals(Optional.of(node))) {
            findings.add(new Finding(node, sign));
        }
    }
}
