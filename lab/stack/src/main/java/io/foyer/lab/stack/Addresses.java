package io.foyer.lab.stack;

import java.util.List;
import java.util.Map;

/**
 * Where everything listens.
 *
 * @param ingressHost the address that the ingress binds
 * @param ingress its ports, the first is the one in printed URLs
 * @param services ports on 127.0.0.1, one per replica
 * @param network first three parts of the nodes' addresses, such as {@code 127.0.10}
 */
record Addresses(
        String ingressHost,
        List<Integer> ingress,
        int redis,
        Map<Service, List<Integer>> services,
        String network,
        int node) {
    static final int DEFAULT_INGRESS = 8443;
    static final int DEFAULT_REDIS = 6380;
    static final int DEFAULT_NODE = 5080;
    static final String DEFAULT_NETWORK = "127.0.10";

    int first(Service service) {
        return services.get(service).getFirst();
    }

    /** What browsers call this installation. */
    String publicHost() {
        return ingress.getFirst() == 443 ? "localhost" : "localhost:" + ingress.getFirst();
    }
}
