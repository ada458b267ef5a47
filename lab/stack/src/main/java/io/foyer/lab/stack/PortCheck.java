package io.foyer.lab.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds out before anything is started whether every port can be had, and says so in one sentence if not. */
final class PortCheck {
    private PortCheck() {}

    /** A port that somebody needs. */
    private record Need(String host, int port, String what, String setting) {
        /** Whether one cannot be opened beside the other. */
        boolean sameAs(Need other) {
            return port == other.port && (host.equals(other.host) || isAll(host) || isAll(other.host));
        }

        private static boolean isAll(String host) {
            return host.equals("0.0.0.0") || host.equals("::");
        }
    }

    /** @throws StackException for the first one that cannot be had */
    static void all(Addresses addresses, List<NodePlan> nodes) {
        distinct(addresses, nodes);
        for (Need need : needs(addresses, nodes)) {
            one(need.host(), need.port(), need.what(), need.setting());
        }
    }

    /** @throws StackException for the first port that is given to two */
    static void distinct(Addresses addresses, List<NodePlan> nodes) {
        List<Need> seen = new ArrayList<>();
        for (Need need : needs(addresses, nodes)) {
            seen.stream().filter(need::sameAs).findFirst().ifPresent(first -> {
                throw new StackException(sentence(first, need));
            });
            seen.add(need);
        }
    }

    private static List<Need> needs(Addresses addresses, List<NodePlan> nodes) {
        List<Need> needs = new ArrayList<>();
        addresses
                .ingress()
                .forEach(port -> needs.add(new Need(addresses.ingressHost(), port, "the ingress", "INGRESS_PORT")));
        needs.add(new Need("127.0.0.1", addresses.redis(), "Redis", "REDIS_PORT"));
        addresses
                .services()
                .forEach((service, ports) -> ports.forEach(
                        port -> needs.add(new Need("127.0.0.1", port, service.module(), service.portSetting()))));
        nodes.forEach(node -> needs.add(new Need(node.address(), node.port(), "node " + node.id(), "NODE_PORT")));
        return needs;
    }

    private static String sentence(Need one, Need other) {
        boolean twice = one.what().equals(other.what());
        return "Port " + one.port() + " is meant for "
                + (twice ? one.what() + " twice" : "both " + one.what() + " and " + other.what())
                + ": choose another one with " + one.setting() + "=..."
                + (one.setting().equals(other.setting()) ? "" : " or " + other.setting() + "=...");
    }

    static void one(String host, int port, String what, String setting) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new StackException(sentence(host, port, what, setting, String.valueOf(e.getMessage())), e);
        }
    }

    private static String sentence(String host, int port, String what, String setting, String reason) {
        String where = "Port " + port + " for " + what;
        if (reason.contains("in use")) {
            return where + " is already taken on " + host
                    + ": stop the program that has it, or choose another port with " + setting + "=...";
        }
        if (reason.contains("ermission denied")) {
            return where
                    + " may only be opened by an administrator: run this as root, or choose a port above 1023 with "
                    + setting + "=...";
        }
        if (reason.contains("assign requested address")) {
            return host + " for " + what + " is not an address of this machine: choose others with NODE_NETWORK=..."
                    + " (macOS has to be told of each: sudo ifconfig lo0 alias " + host + " up)";
        }
        return where + " cannot be opened on " + host + ": " + reason;
    }
}
