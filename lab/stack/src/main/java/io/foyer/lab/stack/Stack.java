package io.foyer.lab.stack;

import io.foyer.lab.stack.ingress.Certificate;
import io.foyer.lab.stack.ingress.Destination;
import io.foyer.lab.stack.ingress.Ingress;
import io.foyer.lab.stack.ingress.Upstream;
import io.foyer.lab.stack.process.Part;
import io.foyer.lab.stack.process.PartPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The whole system on one machine: Redis, the services, simulated nodes, each a process of its own, behind a TLS ingress in this process.
 *
 * <p>Every part can be stopped, killed and started again by its {@link Part}. {@link #close()} stops all, in the opposite order of the start; if this
 * process dies before that, a warden process does (see {@link io.foyer.lab.stack.process.Warden}).
 */
public final class Stack implements AutoCloseable {
    private final StackPlan plan;
    private final Consumer<String> progress;
    private final Runnable release;
    private final Map<Service, List<Part>> services = new EnumMap<>(Service.class);
    private List<Part> nodes = List.of();
    private Part redis;
    private Parts parts;
    private Ingress ingress;
    private Ingress inside;
    private boolean closed;

    Stack(StackPlan plan, Consumer<String> progress, Runnable release) {
        this.plan = plan;
        this.progress = progress;
        this.release = release;
    }

    /** {@code make run}: settings come from the environment. */
    public static void main(String[] arguments) {
        Launcher.run(System.getenv(), UnaryOperator.identity(), System.out, System.err);
    }

    public static StackBuilder builder() {
        return new StackBuilder();
    }

    /** Starts everything; see {@link StackBuilder#start()}. */
    void start() {
        try {
            PortCheck.all(plan.addresses(), plan.nodes());
            begin();
            redis = parts.stage(List.of(plan.redis())).getFirst();
            openInside();
            startServices();
            nodes = parts.stage(plan.nodes().stream().map(plan::node).toList());
            openIngress();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private synchronized void begin() {
        mustBeOpen();
        parts = new Parts(plan.logs(), progress);
    }

    private void startServices() {
        List<PartPlan> plans = new ArrayList<>();
        plan.addresses().services().forEach((service, ports) -> {
            for (int replica = 0; replica < ports.size(); replica++) {
                plans.add(plan.service(service, replica));
            }
        });
        List<Part> started = parts.stage(plans);
        int next = 0;
        for (Map.Entry<Service, List<Integer>> service :
                plan.addresses().services().entrySet()) {
            int end = next + service.getValue().size();
            services.put(service.getKey(), started.subList(next, end));
            next = end;
        }
    }

    private synchronized void openInside() {
        mustBeOpen();
        if (plan.addresses().hasReplicas()) {
            inside = Ingress.openInside(plan.addresses().inside(), upstreams());
        }
    }

    private synchronized void openIngress() {
        mustBeOpen();
        Addresses addresses = plan.addresses();
        ingress = Ingress.open(addresses.ingressHost(), addresses.ingress(), certificateOnDisk(), upstreams());
        progress.accept("%-20s %-26s ready".formatted("ingress", ingress()));
    }

    private Map<Destination, Upstream> upstreams() {
        Map<Destination, Upstream> upstreams = new EnumMap<>(Destination.class);
        plan.addresses()
                .services()
                .forEach((service, ports) ->
                        upstreams.put(service.destination(), new Upstream(service.module(), ports)));
        return upstreams;
    }

    private Certificate certificateOnDisk() {
        return Certificate.in(plan.tools().resolve("tls"), Clock.systemUTC());
    }

    private void mustBeOpen() {
        if (closed) {
            throw new StackException("The stack is being stopped");
        }
    }

    /** The front door, such as {@code https://localhost:8443}. */
    public URI ingress() {
        return URI.create("https://" + plan.addresses().publicHost());
    }

    /** An address behind the front door. */
    public URI url(String pathAndQuery) {
        return ingress().resolve(pathAndQuery);
    }

    /** A replica's own address, for what the ingress does not let through. */
    public URI direct(Service service, int replica) {
        return plan.direct(service, replica);
    }

    public Part redis() {
        return redis;
    }

    /** In the form of {@code quarkus.redis.hosts}. */
    public String redisUri() {
        return redis.url();
    }

    /** The first replica of a service. */
    public Part service(Service service) {
        return service(service, 0);
    }

    /** A replica of a service, counted from 0. */
    public Part service(Service service, int replica) {
        return services.get(service).get(replica);
    }

    /** A simulated node by its id, such as {@code origin-1}. */
    public Part node(String id) {
        return nodes.stream()
                .filter(node -> node.name().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no node " + id + " among " + plan.nodes()));
    }

    /** The nodes it was started with, with their addresses. */
    public List<NodePlan> nodes() {
        return plan.nodes();
    }

    /**
     * The state of a node in the registry, such as {@code inservice} or {@code suspect}; empty when the registry does not know it.
     *
     * @throws UncheckedIOException when no registry answers
     */
    public Optional<String> nodeState(String id) {
        try {
            return plan.nodeStates().of(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder with a log for each part. */
    public Path logs() {
        return plan.logs();
    }

    /** The ingress's certificate, as PEM. */
    public Path certificate() {
        return certificateOnDisk().pem();
    }

    /** Stops everything, in order: the front door, the nodes, the services, Redis. */
    @Override
    public void close() {
        Parts running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = parts;
            if (ingress != null) {
                ingress.close();
            }
        }
        if (running != null) {
            running.close();
        }
        if (inside != null) {
            inside.close();
        }
        release.run();
    }
}
