package io.foyer.registry.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.contract.InstallationConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupCheckTest {
    @Test
    void theDefaultsAreFine() {
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void securedModeWantsItsOwnTokenAndANodeKey() {
        refused(Map.of("foyer.mode", "secured"), "foyer.access-token");
        refused(Map.of("foyer.mode", "secured", "foyer.access-token", "own"), "foyer.registry.node-key");
        assertThatCode(() -> check(
                        Map.of("foyer.mode", "secured", "foyer.access-token", "own", "foyer.registry.node-key", "key")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatCannotBeMeantIsRefusedByTheNameOfItsKey() {
        refused(Map.of("foyer.registry.page-token", "xyz123"), "foyer.registry.page-token");
        refused(Map.of("foyer.registry.heartbeat-interval", "0s"), "foyer.registry.heartbeat-interval");
        refused(Map.of("foyer.registry.suspect-after", "1s"), "foyer.registry.suspect-after");
        refused(Map.of("foyer.registry.tick", "0s"), "foyer.registry.tick");
        refused(
                Map.of(
                        "foyer.registry.static-nodes[0].address", "not an address",
                        "foyer.registry.static-nodes[0].role", "origin"),
                "foyer.registry.static-nodes");
    }

    private static void refused(Map<String, String> settings, String key) {
        assertThatThrownBy(() -> check(settings)).hasMessageContaining(key);
    }

    private static void check(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(InstallationConfig.class)
                .withMapping(RegistryConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .build();
        new StartupCheck(
                        config.getConfigMapping(InstallationConfig.class),
                        config.getConfigMapping(RegistryConfig.class))
                .check();
    }
}
