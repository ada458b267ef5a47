package io.foyer.lab.node.settings;

import io.foyer.lab.node.faults.Fault;
import java.util.Set;

/**
 * Everything a simulated node is told at start. Texts that are not set are empty, never null.
 *
 * @param id identifier in heartbeats
 * @param address what the node binds to and what clients get as {@code serverAddress}
 * @param port TCP port of signaling, HTTP and the cluster link; 0 takes a free one
 * @param linkPort port at which other nodes answer; 0 means the same as this node's own
 * @param registryUrl base URL of the registry, empty for none
 * @param nodeKey bearer of heartbeats, empty for none
 * @param webhookUrl where webhooks go, empty for none
 * @param authUrl base URL of {@code /validateCredentials}, empty for no round-trip authentication
 * @param apiToken token that {@code /cluster/api} requires, empty for none
 * @param roomBackendUrl overrides the address in a mixing page, empty for none
 * @param udpMin lowest UDP port of media, 0 for any
 * @param udpMax highest UDP port of media, 0 for any
 * @param picture cap for every stream the node serves or passes on
 * @param composite size and rate of composed pictures
 * @param heartbeatMillis interval until the registry states one
 * @param maxSessions signaling sessions held at the same time
 * @param connectSeconds a client whose media transport is not up by then is given up
 */
public record NodeSettings(
        String id,
        NodeRole role,
        String address,
        int port,
        int linkPort,
        String region,
        String registryUrl,
        String nodeKey,
        boolean heartbeat,
        int heartbeatMillis,
        String webhookUrl,
        String authUrl,
        String apiToken,
        String roomBackendUrl,
        int udpMin,
        int udpMax,
        PictureFormat picture,
        PictureFormat composite,
        int capacity,
        int maxSessions,
        int connectSeconds,
        Set<Fault> faults,
        int slowMillis) {

    /**
     * Reads {@code --key=value} arguments, falling back to {@code FOYER_NODE_KEY} environment variables.
     *
     * @throws SettingsException with one sentence when something cannot be used
     */
    public static NodeSettings parse(String[] arguments, java.util.Map<String, String> environment) {
        Arguments read = new Arguments(arguments, environment);
        NodeRole role = NodeRole.parse(read.text("role", "origin"));
        String address = read.text("address", "127.0.0.1");
        int udpMin = read.number("udp-min", 0, 0, 65535);
        int udpMax = read.number("udp-max", 0, 0, 65535);
        if (udpMax < udpMin) {
            throw new SettingsException("--udp-max must not be below --udp-min");
        }
        NodeSettings settings = new NodeSettings(
                read.text("id", role.wireName() + "-" + address),
                role,
                address,
                read.number("port", 5080, 0, 65535),
                read.number("link-port", 0, 0, 65535),
                read.text("region", "local"),
                read.url("registry"),
                read.text("node-key", ""),
                read.flag("heartbeat", true),
                read.number("heartbeat-millis", 1000, 100, 60_000),
                read.url("webhook"),
                read.url("auth"),
                read.text("api-token", ""),
                read.url("room-backend-url"),
                udpMin,
                udpMax,
                PictureFormat.parse("picture", read.text("picture", "320x180@12")),
                PictureFormat.parse("composite", read.text("composite", "480x270@12")),
                read.number("capacity", 100, 1, 100_000),
                read.number("max-sessions", 64, 1, 1000),
                read.number("connect-seconds", 20, 1, 3600),
                Fault.parseAll(read.text("fault", "")),
                read.number("slow-millis", 1000, 0, 60_000));
        read.rejectUnknown();
        return settings;
    }
}
