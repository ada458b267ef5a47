package io.foyer.lab.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports and a loopback network that nobody else uses, so that several stacks can run side by side. The network stays claimed (by a socket on its last
 * address) until this is closed.
 */
final class FreeAddresses implements AutoCloseable {
    /** Low ones belong to people, such as the default 127.0.10. */
    private static final int FIRST_NETWORK = 20;

    private static final int NETWORKS = 230;
    private static final int CLAIM_PORT = 5079;

    private final String network;
    private final ServerSocket claim;

    private FreeAddresses(String network, ServerSocket claim) {
        this.network = network;
        this.claim = claim;
    }

    static FreeAddresses claim() {
        int start = ThreadLocalRandom.current().nextInt(NETWORKS);
        for (int i = 0; i < NETWORKS; i++) {
            String network = "127.0." + (FIRST_NETWORK + (start + i) % NETWORKS);
            try {
                InetAddress last = InetAddress.getByName(network + ".254");
                return new FreeAddresses(network, new ServerSocket(CLAIM_PORT, 1, last));
            } catch (IOException taken) {
                // another stack has this one
            }
        }
        throw new StackException("No loopback network 127.0.N is free");
    }

    /** @param replicas how many ports each service needs */
    Addresses addresses(String ingressHost, int ingressPorts, Map<Service, Integer> replicas) {
        // All are held until the last is known, so that none is given twice.
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<Integer> ingress = ports(ingressHost, ingressPorts, held);
            int inside = ports("127.0.0.1", 1, held).getFirst();
            int redis = ports("127.0.0.1", 1, held).getFirst();
            Map<Service, List<Integer>> services = new EnumMap<>(Service.class);
            replicas.forEach((service, count) -> services.put(service, ports("127.0.0.1", count, held)));
            int node = ports(network + ".1", 1, held).getFirst();
            return new Addresses(ingressHost, ingress, inside, redis, services, network, node);
        } finally {
            held.forEach(FreeAddresses::close);
        }
    }

    /** A port of 127.0.0.1 that is free now. */
    static int port() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            return ports("127.0.0.1", 1, held).getFirst();
        } finally {
            held.forEach(FreeAddresses::close);
        }
    }

    private static List<Integer> ports(String host, int count, List<ServerSocket> held) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host));
                held.add(socket);
                ports.add(socket.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ports;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(claim);
    }
}
