package io.foyer.lab.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Describes a stack; {@link #start()} runs it. Without a word it is the one of {@code make run}. */
public final class StackBuilder {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int BETWEEN_REPLICA_PORTS = 10;

    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final Map<Service, Integer> replicas = new EnumMap<>(Service.class);
    private final Map<Service, Map<String, String>> properties = new EnumMap<>(Service.class);
    private boolean free;
    private String ingressHost = "127.0.0.1";
    private List<Integer> ingressPorts = List.of(Addresses.DEFAULT_INGRESS);
    private int redisPort = Addresses.DEFAULT_REDIS;
    private String nodes = NodePlan.DEFAULT;
    private int nodePort = Addresses.DEFAULT_NODE;
    private String nodeNetwork = Addresses.DEFAULT_NETWORK;
    private List<String> nodeOptions = List.of();
    private boolean keepRedisData;
    private Duration readyWithin = Duration.ofSeconds(90);
    private Consumer<String> progress = line -> {};
    private Path folder;
    private Commands commands;

    StackBuilder() {
        for (Service service : Service.values()) {
            ports.put(service, service.defaultPort());
            replicas.put(service, 1);
            properties.put(service, new HashMap<>());
        }
    }

    /** Takes free ports for everything and a loopback network of its own for the nodes; what was said about either is ignored. */
    public StackBuilder freePorts() {
        free = true;
        return this;
    }

    /** Ports of the ingress, all served alike; the first is the one in URLs. Default: 8443. */
    public StackBuilder ingressPorts(List<Integer> ports) {
        ingressPorts = List.copyOf(ports);
        return this;
    }

    /** The address that the ingress binds. Default: 127.0.0.1, so that nobody else in the network gets in. */
    public StackBuilder ingressHost(String host) {
        ingressHost = host;
        return this;
    }

    /** Default: 6380. */
    public StackBuilder redisPort(int port) {
        redisPort = port;
        return this;
    }

    /** The port of its first replica; each further one has a port that is higher by ten. */
    public StackBuilder port(Service service, int port) {
        ports.put(service, port);
        return this;
    }

    /** How many processes of this service run, with the ingress taking them in turn. Default: 1. */
    public StackBuilder replicas(Service service, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least one replica of " + service);
        }
        replicas.put(service, count);
        return this;
    }

    /** Simulated nodes, such as {@code origin:2,edge:1,mixer:1} (the default), or {@code none}. */
    public StackBuilder nodes(String nodes) {
        this.nodes = nodes;
        return this;
    }

    /** The port that every node listens on. Default: 5080. */
    public StackBuilder nodePort(int port) {
        nodePort = port;
        return this;
    }

    /** First three parts of the nodes' addresses. Default: 127.0.10. */
    public StackBuilder nodeNetwork(String network) {
        nodeNetwork = network;
        return this;
    }

    /** Further command line options for every simulated node. */
    public StackBuilder nodeOptions(String... options) {
        nodeOptions = List.of(options);
        return this;
    }

    /** Sets a configuration key of all three services. */
    public StackBuilder property(String key, String value) {
        properties.values().forEach(each -> each.put(key, value));
        return this;
    }

    /** Sets a configuration key of one service. */
    public StackBuilder property(Service service, String key, String value) {
        properties.get(service).put(key, value);
        return this;
    }

    /** Lets a restarted Redis still have what was written. Default: it comes back empty. */
    public StackBuilder keepRedisData() {
        keepRedisData = true;
        return this;
    }

    /** How long each part may take to get ready. Default: 90 s. */
    public StackBuilder readyWithin(Duration limit) {
        readyWithin = limit;
        return this;
    }

    /** Gets a line for each part that is ready, and later for each that ends by itself. */
    public StackBuilder progress(Consumer<String> progress) {
        this.progress = progress;
        return this;
    }

    /** Where logs and working folders go. Default: a folder of its own below {@code lab/stack/target}. */
    public StackBuilder folder(Path folder) {
        this.folder = folder.toAbsolutePath();
        return this;
    }

    StackBuilder commands(Commands commands) {
        this.commands = commands;
        return this;
    }

    /**
     * Starts all parts and returns when every one is ready.
     *
     * @throws StackException when that fails, in a sentence for a person; everything is stopped then
     */
    public Stack start() {
        Stack stack = prepare();
        stack.start();
        return stack;
    }

    /** A stack of which nothing runs yet. */
    Stack prepare() {
        Repository repository = Repository.find();
        FreeAddresses claim = free ? FreeAddresses.claim() : null;
        Addresses addresses =
                claim == null ? fixed() : claim.addresses(ingressHost, ingressPorts.size(), Map.copyOf(replicas));
        Path target = repository.stackTarget();
        StackPlan plan = new StackPlan(
                addresses,
                NodePlan.parse(nodes, addresses.network(), addresses.node()),
                Map.copyOf(properties),
                nodeOptions,
                commands == null ? Commands.built(repository) : commands,
                folder == null ? target.resolve("stacks").resolve(ownName()) : folder,
                target.resolve("tools"),
                keepRedisData,
                readyWithin);
        return new Stack(plan, progress, claim == null ? () -> {} : claim::close);
    }

    private Addresses fixed() {
        Map<Service, List<Integer>> services = new EnumMap<>(Service.class);
        replicas.forEach((service, count) -> services.put(
                service,
                IntStream.range(0, count)
                        .mapToObj(n -> ports.get(service) + n * BETWEEN_REPLICA_PORTS)
                        .toList()));
        return new Addresses(
                ingressHost, ingressPorts, FreeAddresses.port(), redisPort, services, nodeNetwork, nodePort);
    }

    private static String ownName() {
        return ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    }
}
