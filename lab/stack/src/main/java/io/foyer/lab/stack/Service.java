package io.foyer.lab.stack;

import io.foyer.lab.stack.ingress.Destination;

/** The three services, as the stack runs them. */
public enum Service {
    REGISTRY("registry-service", 8003, "REGISTRY_PORT", Destination.REGISTRY),
    PROXY("proxy-service", 8002, "PROXY_PORT", Destination.PROXY),
    ROOM("room-service", 8001, "ROOM_PORT", Destination.ROOM);

    private final String module;
    private final int defaultPort;
    private final String portSetting;
    private final Destination destination;

    Service(String module, int defaultPort, String portSetting, Destination destination) {
        this.module = module;
        this.defaultPort = defaultPort;
        this.portSetting = portSetting;
        this.destination = destination;
    }

    /** The name of its module, and of its process when it has one replica. */
    public String module() {
        return module;
    }

    int defaultPort() {
        return defaultPort;
    }

    /** The variable that moves its port. */
    String portSetting() {
        return portSetting;
    }

    Destination destination() {
        return destination;
    }

    /** What the n-th replica's process is called, counted from 0 of this many. */
    String processName(int replica, int of) {
        return of == 1 ? module : module + "-" + (replica + 1);
    }
}
