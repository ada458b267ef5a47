package io.foyer.registry.domain.node;

import io.foyer.contract.NodeRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a node says of itself with every beat, checked.
 *
 * @param privateAddress what the proxy dials instead of the address, or null
 * @param launchTime start of the server process, epoch milliseconds; another value is another node
 * @param version of the server, or null
 * @param draining it is about to leave
 * @param report its load, with the time it was heard
 * @param streams all streams it has, or empty when it did not say
 * @param mixers what it is mixing, or empty when it did not say
 * @param provisions guids it holds, or empty when it did not say
 */
public record NodeHeartbeat(
        String id,
        NodeRole role,
        String address,
        String privateAddress,
        int signalingPort,
        boolean secure,
        String region,
        String group,
        int capacity,
        long launchTime,
        String version,
        boolean draining,
        NodeReport report,
        Optional<List<ReportedStream>> streams,
        Optional<List<ReportedMixer>> mixers,
        Optional<Set<String>> provisions) {

    /** @param startTime epoch milliseconds */
    public record ReportedStream(String scope, String name, long startTime, int subscribers) {
        public String guid() {
            return scope + "/" + name;
        }
    }

    /** @param state {@code pending}, {@code inservice} or {@code composing} */
    public record ReportedMixer(String event, String mixerName, String state) {}
}
