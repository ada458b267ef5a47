package io.foyer.lab.stack.ingress;

import java.util.regex.Pattern;

/**
 * Who answers a request: the table of client-flow.md section 1, the same as the Kubernetes ingress has.
 *
 * <p>{@code /q/} (health, metrics) and {@code /registry/} (heartbeats of the nodes) are for the inside only.
 */
public enum Destination {
    REGISTRY,
    PROXY,
    ROOM,
    /** Answered with 404. */
    NOBODY;

    private static final Pattern WHIP_OR_WHEP = Pattern.compile("/[^/]+(?:/[^/]+)*/wh[ie]p/.*");

    /** Decides by the normalised path of a request from the outside; see {@link RequestPath}. */
    public static Destination of(String path) {
        if (isUnder(path, "/q") || isUnder(path, "/registry")) {
            return NOBODY;
        }
        if (isUnder(path, "/streammanager/api/4.0/admin/proxy")) {
            return PROXY;
        }
        if (isUnder(path, "/streammanager/api")) {
            return REGISTRY;
        }
        if (isUnder(path, "/streammanager") || isUnder(path, "/as/v1/proxy")) {
            return PROXY;
        }
        if (isUnder(path, "/as/v1")) {
            return REGISTRY;
        }
        return WHIP_OR_WHEP.matcher(path).matches() ? PROXY : ROOM;
    }

    /**
     * The same for calls from the inside, of nodes and services, when a service has several replicas: heartbeats and the Stream Manager
     * API belong to the registry, webhooks to the room-service.
     */
    public static Destination ofInsideCall(String path) {
        return isUnder(path, "/registry") || isUnder(path, "/streammanager/api") ? REGISTRY : ROOM;
    }

    private static boolean isUnder(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
