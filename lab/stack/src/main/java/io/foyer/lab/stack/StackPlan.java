package io.foyer.lab.stack;

import io.foyer.lab.stack.process.PartPlan;
import io.foyer.lab.stack.process.Probe;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * Everything decided about a stack before anything of it runs.
 *
 * @param properties configuration of each service, on top of what the stack itself sets
 * @param nodeOptions further options of every simulated node
 * @param folder logs are in {@code logs} below it, working folders in {@code run}
 * @param tools kept between runs: Redis, the certificate
 * @param keepRedisData whether a restarted Redis still has what was written
 * @param readyWithin for each part
 */
record StackPlan(
        Addresses addresses,
        List<NodePlan> nodes,
        Map<Service, Map<String, String>> properties,
        List<String> nodeOptions,
        Commands commands,
        Path folder,
        Path tools,
        boolean keepRedisData,
        Duration readyWithin) {
    static final String NODE_KEY = "foyer.registry.node-key";

    Path logs() {
        return folder.resolve("logs");
    }

    private Path run(String name) {
        return folder.resolve("run").resolve(name);
    }

    PartPlan redis() {
        int port = addresses.redis();
        Path data = run("redis");
        List<String> command = List.of(
                RedisBinary.in(tools).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--save",
                "",
                "--appendonly",
                keepRedisData ? "yes" : "no",
                "--appendfsync",
                "always");
        return part("redis", "redis://127.0.0.1:" + port, command, Map.of(), Probe.redis(port));
    }

    PartPlan service(Service service, int replica) {
        List<Integer> ports = addresses.services().get(service);
        String name = service.processName(replica, ports.size());
        URI url = direct(service, replica);
        writeConfiguration(service, ports.get(replica), run(name).resolve("config"));
        return part(
                name, url.toString(), commands.service(service), Map.of(), Probe.http(url.resolve("/q/health/ready")));
    }

    PartPlan node(NodePlan node) {
        List<String> command =
                commands.node(node, addresses.base(Service.REGISTRY), addresses.base(Service.ROOM), nodeOptions);
        String url = "http://" + node.address() + ":" + node.port();
        Map<String, String> environment =
                nodeKey().map(key -> Map.of("FOYER_NODE_NODE_KEY", key)).orElse(Map.of());
        Probe listens = Probe.port(node.address(), node.port());
        // A node that was killed and comes back is in service for the registry all the time.
        Probe ready = () -> listens.isReady() && nodeStates().of(node.id()).equals(Optional.of("inservice"));
        return part(node.id(), url, command, environment, ready);
    }

    /** What the registry says of the nodes. */
    NodeStates nodeStates() {
        List<URI> registries = IntStream.range(
                        0, addresses.services().get(Service.REGISTRY).size())
                .mapToObj(replica -> direct(Service.REGISTRY, replica))
                .toList();
        return new NodeStates(registries, nodeKey());
    }

    /** The key that nodes present, when one was configured. */
    private Optional<String> nodeKey() {
        return Optional.ofNullable(properties.get(Service.REGISTRY).get(NODE_KEY));
    }

    /** Where a replica is reached without the ingress. */
    URI direct(Service service, int replica) {
        return URI.create(
                "http://127.0.0.1:" + addresses.services().get(service).get(replica));
    }

    private PartPlan part(String name, String url, List<String> command, Map<String, String> environment, Probe ready) {
        return new PartPlan(
                name, url, command, environment, run(name), logs().resolve(name + ".log"), ready, readyWithin);
    }

    /** Quarkus reads {@code config/application.properties} of the working folder; unlike arguments it shows no secret in a process list. */
    private void writeConfiguration(Service service, int port, Path folder) {
        Properties configuration = new Properties();
        configuration.setProperty("quarkus.http.host", "127.0.0.1");
        configuration.setProperty("quarkus.http.port", Integer.toString(port));
        configuration.setProperty("quarkus.redis.hosts", "redis://127.0.0.1:" + addresses.redis());
        switch (service) {
            case ROOM ->
                configuration.setProperty(
                        "foyer.room.stream-manager-url",
                        addresses.base(Service.REGISTRY).toString());
            case REGISTRY -> {
                // On one machine a heartbeat costs nothing, and who kills a node wants to see what happens then.
                configuration.setProperty("foyer.registry.heartbeat-interval", "1s");
                configuration.setProperty("foyer.registry.suspect-after", "5s");
                configuration.setProperty("foyer.registry.gone-after", "10s");
            }
            case PROXY -> {}
        }
        configuration.putAll(properties.getOrDefault(service, Map.of()));
        try {
            Files.createDirectories(folder);
            try (Writer file =
                    Files.newBufferedWriter(folder.resolve("application.properties"), StandardCharsets.UTF_8)) {
                configuration.store(file, service.module() + " as part of a local stack");
            }
        } catch (IOException e) {
            throw new StackException("The configuration of " + service.module() + " cannot be written: " + folder, e);
        }
    }
}
