package io.foyer.lab.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Three masters that share the slots, and a replica of each if wanted, which takes over about 2 s after its master ended. */
public final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    private final List<RedisProcess> nodes = new ArrayList<>();

    private RedisCluster(RedisAccess access, boolean replicas) {
        try {
            int size = replicas ? 2 * MASTERS : MASTERS;
            for (int i = 0; i < size; i++) {
                nodes.add(RedisProcess.start(RedisProcess.freePort(), access, settings()));
            }
            for (int i = 0; i < MASTERS; i++) {
                int first = SLOTS * i / MASTERS;
                int last = SLOTS * (i + 1) / MASTERS - 1;
                tell(nodes.get(i), "CLUSTER ADDSLOTSRANGE " + first + " " + last);
            }
            for (int i = 0; i < size; i++) {
                tell(nodes.get(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
                tell(nodes.get(i), "CLUSTER MEET 127.0.0.1 " + meetingPoint());
            }
            Wait.until("all nodes to know each other", () -> nodes.stream()
                    .allMatch(node -> info(node).contains("cluster_known_nodes:" + size)));
            for (int i = MASTERS; i < size; i++) {
                tell(nodes.get(i), "CLUSTER REPLICATE " + nodes.get(i - MASTERS).text("CLUSTER MYID"));
            }
            Wait.until("the cluster to be whole", () -> whole() && masters().size() == MASTERS);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Three masters without replicas. */
    public static RedisCluster start() {
        return start(RedisAccess.OPEN);
    }

    /** Three masters without replicas. */
    public static RedisCluster start(RedisAccess access) {
        return new RedisCluster(access, false);
    }

    /** Three masters with a replica each. */
    public static RedisCluster startWithReplicas() {
        return new RedisCluster(RedisAccess.OPEN, true);
    }

    /** All nodes, in the form of {@code quarkus.redis.hosts}. */
    public String hosts() {
        return nodes.stream().map(RedisProcess::uri).collect(Collectors.joining(","));
    }

    /** The first masters, and then the replica of each in the same order. */
    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** True when every slot has a living master, every node says so, and every replica follows its master. */
    public boolean whole() {
        return nodes.stream().allMatch(node -> info(node).contains("cluster_state:ok") && inService(node));
    }

    /** The nodes that take writes now. */
    public List<RedisProcess> masters() {
        return nodes.stream()
                .filter(node -> node.text("INFO replication").contains("role:master"))
                .toList();
    }

    private static boolean inService(RedisProcess node) {
        String replication = node.text("INFO replication");
        return replication.contains("role:master") || replication.contains("master_link_status:up");
    }

    private static List<String> settings() {
        String bus = Integer.toString(RedisProcess.freePort());
        return List.of(
                "--cluster-enabled", "yes",
                "--cluster-port", bus,
                "--cluster-node-timeout", "1500",
                "--repl-diskless-sync-delay", "0");
    }

    /** Port and bus port of the first node. */
    private String meetingPoint() {
        RedisProcess first = nodes.getFirst();
        String itself = first.text("CLUSTER NODES").split(" ")[1];
        String bus = itself.substring(itself.indexOf('@') + 1).split("[,\\n]")[0];
        return first.port() + " " + bus;
    }

    private static String info(RedisProcess node) {
        return node.text("CLUSTER INFO");
    }

    private static void tell(RedisProcess node, String command) {
        String answer = node.ask(command);
        if (!answer.equals("+OK")) {
            throw new IllegalStateException(command + ": " + answer);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
