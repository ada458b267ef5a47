package io.foyer.room;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.contract.InstallationConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupChecksTest {
    @Test
    void theDefaultsAreGoodForALaptop() {
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void securedModeStartsWithSecrets() {
        assertThatCode(() -> check(Map.of(
                        "foyer.mode", "secured",
                        "foyer.access-token", "our-own",
                        "foyer.room.webhook-secret", "0123456789abcdef")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "xyz123, 0123456789abcdef, foyer.access-token",
        "our-own, short, foyer.room.webhook-secret",
    })
    void securedModeNamesTheSecretThatIsMissing(String token, String secret, String key) {
        Map<String, String> settings = Map.of(
                "foyer.mode", "secured",
                "foyer.access-token", token,
                "foyer.room.webhook-secret", secret);

        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"ftp://host", "host:8003", "http:///path"})
    void theStreamManagerHasAnHttpAddress(String url) {
        assertThatThrownBy(() -> check(Map.of("foyer.room.stream-manager-url", url)))
                .hasMessageContaining("foyer.room.stream-manager-url");
    }

    private static void check(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(InstallationConfig.class)
                .withMapping(RoomConfig.class)
                .withValidateUnknown(false);
        settings.forEach(builder::withDefaultValue);
        var config = builder.build();
        new StartupChecks(config.getConfigMapping(InstallationConfig.class), config.getConfigMapping(RoomConfig.class))
                .check(null);
    }
}
