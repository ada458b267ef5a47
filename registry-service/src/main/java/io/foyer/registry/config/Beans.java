package io.foyer.registry.config;

import io.foyer.registry.domain.node.LifeCycle;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.domain.selection.RecentPicks;
import io.foyer.registry.domain.selection.Selection;
import io.foyer.state.SharedState;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Makes the plain objects of the domain out of the configuration. */
public class Beans {
    /** That of the store: replicas compare times that others wrote, and their own clocks may be seconds apart. */
    @Produces
    @Singleton
    Clock clock(SharedState state) {
        InstantSource store = () -> Instant.ofEpochMilli(state.now());
        return store.withZone(ZoneOffset.UTC);
    }

    @Produces
    @Singleton
    LifeCycle lifeCycle(RegistryConfig config) {
        return new LifeCycle(StartupCheck.times(config));
    }

    @Produces
    @Singleton
    Registration registration(LifeCycle lifeCycle) {
        return new Registration(lifeCycle);
    }

    @Produces
    @Singleton
    RecentPicks recentPicks(Clock clock) {
        return new RecentPicks(clock);
    }

    @Produces
    @Singleton
    Selection selection() {
        // Every caller's own generator: lookups run on all event loops at once.
        RandomGenerator perThread = () -> ThreadLocalRandom.current().nextLong();
        return new Selection(perThread);
    }
}
