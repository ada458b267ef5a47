package io.foyer.proxy.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    private static void check(String key, String value) {
        ProxyConfig config = new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(ProxyConfig.class)
                .withDefaultValue("foyer.proxy." + key, value)
                .build()
                .getConfigMapping(ProxyConfig.class);
        new ConfigCheck().check(null, config, null);
    }

    @Test
    void theDefaultsAreFine() {
        assertThatCode(() -> check("max-sessions", "10000")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "max-sessions, 0",
        "max-message-size, 100K",
        "connect-timeout, 0s",
        "connect-timeout, 100d",
        "ping-interval, 0s",
        "drain-deadline, -1s",
        "trusted-proxies, localhost",
        "trusted-proxies, 10.0.0.0/33",
        "node-path-prefix, gateway",
        "node-subprotocol, a b",
    })
    void whatCannotWorkIsSaidWithItsKey(String key, String value) {
        assertThatThrownBy(() -> check(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("foyer.proxy." + key);
    }
}
