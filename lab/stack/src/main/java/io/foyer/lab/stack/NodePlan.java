package io.foyer.lab.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One simulated media node.
 *
 * @param id such as {@code origin-1}
 * @param role origin, edge, transcoder or mixer
 * @param address a loopback address of its own, as every real node has one
 * @param port the same for all, as in production
 */
public record NodePlan(String id, String role, String address, int port) {
    static final String DEFAULT = "origin:2,edge:1,mixer:1";
    private static final Set<String> ROLES = Set.of("origin", "edge", "transcoder", "mixer");
    /** Of 127.0.N.1 to .254, the last ones stay free for other uses. */
    private static final int MOST = 200;

    private static final Pattern GROUP = Pattern.compile("([a-z]+)[:=](\\d{1,3})");

    /**
     * Reads {@code origin:2,edge:1,mixer:1} ({@code =} does as well as {@code :}); {@code none} means no nodes. Addresses are given in order.
     *
     * @param network the first three parts of the addresses
     * @throws StackException when it is not of this form
     */
    static List<NodePlan> parse(String nodes, String network, int port) {
        List<NodePlan> plans = new ArrayList<>();
        counts(nodes).forEach((role, count) -> {
            for (int n = 1; n <= count; n++) {
                plans.add(new NodePlan(role + "-" + n, role, network + "." + (plans.size() + 1), port));
            }
        });
        if (plans.size() > MOST) {
            throw new StackException("NODES=" + nodes + " asks for more than " + MOST + " nodes");
        }
        return List.copyOf(plans);
    }

    private static Map<String, Integer> counts(String nodes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        if (nodes.strip().equals("none")) {
            return counts;
        }
        for (String group : nodes.split(",", -1)) {
            Matcher matcher = GROUP.matcher(group.strip());
            if (!matcher.matches() || !ROLES.contains(matcher.group(1))) {
                throw new StackException("NODES=" + nodes + " is not understood at \"" + group
                        + "\": write for example " + DEFAULT + " (roles: origin, edge, transcoder, mixer)");
            }
            counts.merge(matcher.group(1), Integer.valueOf(matcher.group(2)), Integer::sum);
        }
        return counts;
    }
}
