package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A media node as everybody may rely on it; its load is elsewhere. Written by registry-service.
 *
 * @param id the cloud's instance name, or the address
 * @param address what clients get as {@code serverAddress} and send back as {@code host}
 * @param privateAddress what the proxy dials instead, or null
 * @param signalingPort TCP port for HTTP and WebSocket, 5080 on the vendor's nodes
 * @param secure whether the proxy dials it with TLS
 * @param state where it is in its life
 * @param stateSince when it entered the state, epoch milliseconds
 * @param sunset in service for those it has, closed for new ones
 * @param capacity connections it is meant to take
 * @param launchTime start of the server process, epoch milliseconds; another value is another node
 * @param parents addresses of its parents in the cluster (edges, relays)
 * @param sources names of the sources that know of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeRecord(
        String id,
        NodeRole role,
        String address,
        String privateAddress,
        int signalingPort,
        boolean secure,
        String region,
        String group,
        NodeState state,
        long stateSince,
        boolean sunset,
        int capacity,
        long launchTime,
        List<String> parents,
        String launchConfig,
        String version,
        Map<String, String> labels,
        Set<String> sources) {

    public NodeRecord {
        parents = parents == null ? List.of() : List.copyOf(parents);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        sources = sources == null ? Set.of() : Set.copyOf(sources);
    }

    /**
     * The younger record with what was decided about the node before the store lost its data: its marks and claims. A
     * process that was started since has none.
     */
    static NodeRecord merged(NodeRecord cached, NodeRecord younger) {
        if (cached.launchTime != 0 && cached.launchTime != younger.launchTime) {
            return younger;
        }
        Map<String, String> labels = new HashMap<>(cached.labels);
        labels.putAll(younger.labels);
        Set<String> sources = new HashSet<>(cached.sources);
        sources.addAll(younger.sources);
        return new NodeRecord(
                younger.id,
                younger.role,
                younger.address,
                younger.privateAddress,
                younger.signalingPort,
                younger.secure,
                younger.region,
                younger.group,
                younger.state,
                younger.stateSince,
                cached.sunset || younger.sunset,
                younger.capacity,
                younger.launchTime,
                younger.parents,
                younger.launchConfig,
                younger.version,
                labels,
                sources);
    }

    /** The address to open a connection to from inside the cluster. */
    public String dialAddress() {
        return privateAddress == null ? address : privateAddress;
    }
}
