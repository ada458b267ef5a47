package io.foyer.edge.health;

/** What a service knows about its own readiness: each service has one bean of this type. */
public interface Serving {
    /** True once everything was loaded that is needed for an answer; never false again. */
    boolean loaded();

    /** True once the replica is being stopped. */
    boolean draining();
}
