package io.foyer.lab.stack;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where everything listens.
 *
 * @param ingressHost the address that the ingress binds
 * @param ingress its ports, the first is the one in printed URLs
 * @param inside where nodes and services reach a service that has several replicas, on 127.0.0.1
 * @param services ports on 127.0.0.1, one per replica
 * @param network first three parts of the nodes' addresses, such as {@code 127.0.10}
 */
record Addresses(
        String ingressHost,
        List<Integer> ingress,
        int inside,
        int redis,
        Map<Service, List<Integer>> services,
        String network,
        int node) {
    static final int DEFAULT_INGRESS = 8443;
    static final int DEFAULT_REDIS = 6380;
    static final int DEFAULT_NODE = 5080;
    static final String DEFAULT_NETWORK = "127.0.10";
    private static final Set<String> BY_THE_NAME_LOCALHOST = Set.of("127.0.0.1", "0.0.0.0", "::1", "::");

    /** Whether calls from the inside have a choice. */
    boolean hasReplicas() {
        return services.values().stream().anyMatch(ports -> ports.size() > 1);
    }

    /** Where nodes and other services reach this one. */
    URI base(Service service) {
        List<Integer> ports = services.get(service);
        return URI.create("http://127.0.0.1:" + (ports.size() > 1 ? inside : ports.getFirst()));
    }

    /** What browsers call this installation. */
    String publicHost() {
        String host = BY_THE_NAME_LOCALHOST.contains(ingressHost) ? "localhost" : ingressHost;
        String authority = host.contains(":") ? "[" + host + "]" : host;
        return ingress.getFirst() == 443 ? authority : authority + ":" + ingress.getFirst();
    }
}
