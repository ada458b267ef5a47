package io.foyer.proxy.config;

import io.foyer.proxy.domain.client.AddressRange;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Says at start, with the key's name, what of the configuration cannot work. */
@ApplicationScoped
class ConfigCheck {
    private static final long SMALLEST_MESSAGE_LIMIT = 256 * 1024;
    private static final long LARGEST_MESSAGE_LIMIT = 64L * 1024 * 1024;

    void check(@Observes StartupEvent event, ProxyConfig config, AdministratorToken administrator) {
        positive("max-sessions", config.maxSessions());
        positive("max-sessions-per-client", config.maxSessionsPerClient());
        positive("publish-batch", config.publishBatch());
        within("write-queue-size", config.writeQueueSize().asLongValue(), 1024, LARGEST_MESSAGE_LIMIT);
        within(
                "max-message-size",
                config.maxMessageSize().asLongValue(),
                SMALLEST_MESSAGE_LIMIT,
                LARGEST_MESSAGE_LIMIT);
        positive("connect-timeout", config.connectTimeout());
        positive("dial-timeout", config.dialTimeout());
        positive("ping-interval", config.pingInterval());
        positive("close-grace", config.closeGrace());
        positive("publish-interval", config.publishInterval());
        notNegative("drain-deadline", config.drainDeadline());
        config.trustedProxies().forEach(ConfigCheck::range);
        config.nodePathPrefix().ifPresent(ConfigCheck::path);
        config.nodeSubprotocol().ifPresent(ConfigCheck::token);
    }

    private static void positive(String key, Duration value) {
        within(key + " in milliseconds", value.toMillis(), 1, Integer.MAX_VALUE);
    }

    private static void notNegative(String key, Duration value) {
        within(key + " in milliseconds", value.toMillis(), 0, Integer.MAX_VALUE);
    }

    private static void positive(String key, long value) {
        within(key, value, 1, Long.MAX_VALUE);
    }

    private static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "foyer.proxy." + key + " must be within " + least + " and " + most + ", but is " + value);
        }
    }

    private static void range(String value) {
        try {
            AddressRange.parse(value);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("foyer.proxy.trusted-proxies: " + malformed.getMessage(), malformed);
        }
    }

    private static void path(String value) {
        if (!value.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException(
                    "foyer.proxy.node-path-prefix must be a path like /gateway, but is " + value);
        }
    }

    private static void token(String value) {
        if (!value.matches("[A-Za-z0-9.!#$%&'*+^_`|~-]+")) {
            throw new IllegalArgumentException("foyer.proxy.node-subprotocol must be one token, but is " + value);
        }
    }
}
