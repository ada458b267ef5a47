package io.foyer.lab.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/** Finds out before anything is started whether every port can be had, and says so in one sentence if not. */
final class PortCheck {
    private PortCheck() {}

    /** @throws StackException for the first one that cannot be had */
    static void all(Addresses addresses, List<NodePlan> nodes) {
        for (int port : addresses.ingress()) {
            one(addresses.ingressHost(), port, "the ingress", "INGRESS_PORT");
        }
        one("127.0.0.1", addresses.redis(), "Redis", "REDIS_PORT");
        for (Map.Entry<Service, List<Integer>> service : addresses.services().entrySet()) {
            for (int port : service.getValue()) {
                one(
                        "127.0.0.1",
                        port,
                        service.getKey().module(),
                        service.getKey().portSetting());
            }
        }
        for (NodePlan node : nodes) {
            one(node.address(), node.port(), "node " + node.id(), "NODE_PORT");
        }
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
