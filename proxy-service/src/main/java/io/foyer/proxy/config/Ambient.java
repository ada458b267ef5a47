package io.foyer.proxy.config;

import io.foyer.proxy.domain.client.AddressRange;
import io.foyer.proxy.domain.client.TrustedProxies;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What the outside world gives: the time, chance, and who stands in front of this proxy. */
@Singleton
public final class Ambient {
    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @DefaultBean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    TrustedProxies trustedProxies(ProxyConfig config) {
        return new TrustedProxies(
                config.trustedProxies().stream().map(AddressRange::parse).toList());
    }
}
