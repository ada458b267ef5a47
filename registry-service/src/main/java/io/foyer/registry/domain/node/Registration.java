package io.foyer.registry.domain.node;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeState;
import io.foyer.registry.domain.node.LifeCycle.Circumstances;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a node's record out of what is known and what was noticed. Pure: the same question gives the same record. */
public final class Registration {
    /** Name of the source of nodes that report themselves. */
    public static final String HEARTBEAT = "heartbeat";

    /** Name of the source of nodes that the configuration lists. */
    public static final String STATIC = "static";

    /** Label of a node that an operator asked to leave. */
    public static final String ASKED_TO_LEAVE = "asked-to-leave";

    /** Label that holds the composition a mixer was claimed for. */
    public static final String COMPOSITION = "composition";

    private final LifeCycle lifeCycle;

    public Registration(LifeCycle lifeCycle) {
        this.lifeCycle = lifeCycle;
    }

    /** What a heartbeat does to the record. */
    public sealed interface Arrival {
        /** The record as it is from now on; it may be equal to the present one. */
        record Known(NodeRecord node) implements Arrival {}

        /** The same, but by a process that started anew: what the former one had is over. */
        record Restarted(NodeRecord node) implements Arrival {}

        /** It is unknown and about to leave, so it does not become known. */
        record NotTaken() implements Arrival {}
    }

    public Arrival heard(Optional<NodeRecord> present, NodeHeartbeat beat, long now) {
        if (present.isEmpty()) {
            return beat.draining()
                    ? new Arrival.NotTaken()
                    : new Arrival.Known(
                            describe(beat, NodeState.INSERVICE, now, false, Map.of(), Set.of(HEARTBEAT), List.of()));
        }
        NodeRecord node = present.get();
        Set<String> sources = new HashSet<>(node.sources());
        sources.add(HEARTBEAT);
        if (node.launchTime() != 0 && node.launchTime() != beat.launchTime()) {
            NodeState state = beat.draining() ? NodeState.DRAINING : NodeState.INSERVICE;
            return new Arrival.Restarted(
                    describe(beat, state, now, false, without(node.labels(), ASKED_TO_LEAVE), sources, node.parents()));
        }
        NodeLife before = NodeLife.of(node);
        NodeLife after = lifeCycle.next(before, new NodeSign.Reported(beat.draining()), circumstances(node), now);
        return new Arrival.Known(describe(
                beat,
                after.state().orElseThrow(),
                after.since(),
                node.sunset(),
                node.labels(),
                sources,
                node.parents()));
    }

    /** The record after a sign; empty when the node is gone with it. */
    public Optional<NodeRecord> after(NodeRecord node, NodeSign sign, long now) {
        return moved(node, life(node, sign, now));
    }

    public NodeLife life(NodeRecord node, NodeSign sign, long now) {
        return lifeCycle.next(NodeLife.of(node), sign, circumstances(node), now);
    }

    /** The record in another part of its life. One that is waited for again is known by its listing only. */
    public static Optional<NodeRecord> moved(NodeRecord node, NodeLife life) {
        boolean awaited = life instanceof NodeLife.Running && node.sources().contains(STATIC);
        Set<String> sources = awaited ? Set.of(STATIC) : node.sources();
        return life.state().map(state -> copy(node, state, life.since(), node.sunset(), node.labels(), sources));
    }

    /** Marks it so that its own reports do not bring it back into service. */
    public Optional<NodeRecord> askToLeave(NodeRecord node, long now) {
        NodeRecord marked = withLabel(node, ASKED_TO_LEAVE, "true");
        return after(marked, new NodeSign.ToldToLeave(), now);
    }

    public static NodeRecord sunset(NodeRecord node) {
        return copy(node, node.state(), node.stateSince(), true, node.labels(), node.sources());
    }

    public static NodeRecord withLabel(NodeRecord node, String label, String value) {
        Map<String, String> labels = new HashMap<>(node.labels());
        labels.put(label, value);
        return copy(node, node.state(), node.stateSince(), node.sunset(), labels, node.sources());
    }

    public static NodeRecord withoutLabel(NodeRecord node, String label) {
        return copy(
                node, node.state(), node.stateSince(), node.sunset(), without(node.labels(), label), node.sources());
    }

    public static NodeRecord withSources(NodeRecord node, Set<String> sources) {
        return copy(node, node.state(), node.stateSince(), node.sunset(), node.labels(), sources);
    }

    private static Circumstances circumstances(NodeRecord node) {
        return new Circumstances(node.sources().contains(STATIC), node.labels().containsKey(ASKED_TO_LEAVE));
    }

    private static Map<String, String> without(Map<String, String> labels, String label) {
        Map<String, String> rest = new HashMap<>(labels);
        rest.remove(label);
        return rest;
    }

    private static NodeRecord describe(
            NodeHeartbeat beat,
            NodeState state,
            long since,
            boolean sunset,
            Map<String, String> labels,
            Set<String> sources,
            List<String> parents) {
        return new NodeRecord(
                beat.id(),
                beat.role(),
                beat.address(),
                beat.privateAddress(),
                beat.signalingPort(),
                beat.secure(),
                beat.region(),
                beat.group(),
                state,
                since,
                sunset,
                beat.capacity(),
                beat.launchTime(),
                parents,
                "default",
                beat.version(),
                labels,
                sources);
    }

    private static NodeRecord copy(
            NodeRecord node,
            NodeState state,
            long since,
            boolean sunset,
            Map<String, String> labels,
            Set<String> sources) {
        return new NodeRecord(
                node.id(),
                node.role(),
                node.address(),
                node.privateAddress(),
                node.signalingPort(),
                node.secure(),
                node.region(),
                node.group(),
                state,
                since,
                sunset,
                node.capacity(),
                node.launchTime(),
                node.parents(),
                node.launchConfig(),
                node.version(),
                labels,
                sources);
    }
}
