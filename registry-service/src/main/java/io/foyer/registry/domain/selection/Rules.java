package io.foyer.registry.domain.selection;

import io.foyer.contract.NodeState;
import java.util.List;
import java.util.Set;

/** The conditions of nodes.md 5 by name. */
public final class Rules {
    /** Below this a node has no memory left to take anyone, in MB (original: {@code minimumNodeFreeMemory}). */
    public static final int LEAST_FREE_MEMORY_MB = 50;

    private static final double NEARLY_FULL = 0.8;

    /** Of one room, so many are sent to one node within ten seconds while there are others; a burst is a crowd. */
    private static final int ROOM_BURST = 50;

    private Rules() {}

    /** It reported, is not suspected and is not leaving. */
    public static Rule inService() {
        return new Rule.Require("in service", candidate -> candidate.node().state() == NodeState.INSERVICE);
    }

    public static Rule notSunset() {
        return new Rule.Require("not sunset", candidate -> !candidate.node().sunset());
    }

    /**
     * By its own report. Who was merely sent there does not count here: anybody may ask, as often as they like, and would
     * turn everybody else away.
     */
    public static Rule capacity() {
        return new Rule.Require(
                "capacity",
                candidate -> candidate.report().connections() < candidate.node().capacity());
    }

    public static Rule memory() {
        return new Rule.Require("memory", candidate -> {
            Integer free = candidate.report().freeMemoryMb();
            return free == null || free >= LEAST_FREE_MEMORY_MB;
        });
    }

    /** What every choice asks for, whatever it is for. */
    public static List<Rule> fit() {
        return List.of(inService(), notSunset(), capacity(), memory());
    }

    /** Where to, among the fit: in the region, and not where a burst goes already. A wish never leaves nobody. */
    public static List<Rule> spread(Wish wish) {
        Rule region = region(wish);
        Rule room = new Rule.Prefer("burst of the room", candidate -> candidate.ofRoom() < ROOM_BURST);
        Rule arriving = new Rule.Prefer(
                "capacity with those on their way",
                candidate -> candidate.connections() < candidate.node().capacity());
        return switch (region) {
            case Rule.Require must -> List.of(must, arriving, room);
            case Rule.Prefer wanted -> List.of(arriving, wanted, room);
        };
    }

    private static Rule region(Wish wish) {
        if (wish.regions().isEmpty()) {
            return new Rule.Prefer("any region", candidate -> true);
        }
        return wish.strict()
                ? new Rule.Require("region", candidate -> wish.regions()
                        .contains(candidate.node().region()))
                : new Rule.Prefer("preferred region", candidate -> wish.regions()
                        .contains(candidate.node().region()));
    }

    /**
     * Same cluster as the publishing node: an edge elsewhere cannot reach the stream. No groups: the publishing node is not
     * registered, so any edge may be able to.
     */
    public static Rule group(Set<String> groups) {
        return new Rule.Require(
                "group",
                candidate ->
                        groups.isEmpty() || groups.contains(candidate.node().group()));
    }

    /** It serves the stream already, so nothing has to be pulled, and it is not nearly full. */
    public static Rule hasStream(Set<String> addresses) {
        return new Rule.Prefer(
                "has the stream",
                candidate -> addresses.contains(candidate.node().address())
                        && candidate.connections()
                                < NEARLY_FULL * candidate.node().capacity());
    }

    /** Its parent publishes the stream. */
    public static Rule sharesOrigin(Set<String> origins) {
        return new Rule.Prefer("parent publishes", candidate -> candidate.node().parents().stream()
                .anyMatch(origins::contains));
    }
}
