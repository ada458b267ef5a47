package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values become configuration of the services: under documented names, and secrets by way of Secrets only. */
class ConfigurationTest {
    private static final Path REFERENCE = Path.of("../../docs/configuration.md");

    @Test
    void theLeastInstallationSetsModePortDrainAndRedis() {
        Manifests manifests = Scenario.DEFAULT.render();
        assertThat(manifests.configuration("registry"))
                .isEqualTo(Map.of(
                        "FOYER_MODE", "open",
                        "QUARKUS_HTTP_HOST", "0.0.0.0",
                        "QUARKUS_HTTP_HTTP2", "false",
                        "QUARKUS_HTTP_PORT", "8003",
                        "QUARKUS_REDIS_HOSTS", "redis://redis.example:6379",
                        "QUARKUS_SHUTDOWN_TIMEOUT", "10s"));
        assertThat(manifests.configuration("room"))
                .containsEntry("FOYER_ROOM_STREAM_MANAGER_URL", "http://demo-foyer-registry:8003");
        assertThat(manifests.all(Secret.class)).isEmpty();
    }

    @Test
    void securedModeGivesEachServiceTheSecretsItNeedsAndNoOther() {
        Manifests manifests = Scenario.SECURED.render();
        assertThat(manifests.secretVariables("registry"))
                .isEqualTo(Map.of(
                        "FOYER_ACCESS_TOKEN", "demo-foyer-secrets/access-token",
                        "FOYER_REGISTRY_NODE_KEY", "demo-foyer-secrets/node-key",
                        "FOYER_REGISTRY_PAGE_TOKEN", "demo-foyer-secrets/page-token",
                        "FOYER_REGISTRY_NODE_ACCESS_TOKEN", "demo-foyer-secrets/node-access-token",
                        "FOYER_REGISTRY_WEBHOOK_SECRET", "demo-foyer-secrets/webhook-secret",
                        "QUARKUS_REDIS_PASSWORD", "demo-foyer-secrets/redis-password"));
        assertThat(manifests.secretVariables("room"))
                .isEqualTo(Map.of(
                        "FOYER_ACCESS_TOKEN", "demo-foyer-secrets/access-token",
                        "FOYER_ROOM_WEBHOOK_SECRET", "demo-foyer-secrets/webhook-secret",
                        "QUARKUS_REDIS_PASSWORD", "demo-foyer-secrets/redis-password"));
        assertThat(manifests.secretVariables("proxy"))
                .isEqualTo(Map.of(
                        "FOYER_ACCESS_TOKEN", "demo-foyer-secrets/access-token",
                        "QUARKUS_REDIS_PASSWORD", "demo-foyer-secrets/redis-password"));
        assertThat(manifests.configuration("proxy")).containsEntry("FOYER_MODE", "secured");
    }

    /** An ingress controller that passes on an upgrade to h2c no longer sees which paths are asked for. */
    @Test
    void noServiceSpeaksHttp2BehindTheIngress() {
        for (String component : Manifests.COMPONENTS) {
            assertThat(Scenario.SECURED.render().configuration(component)).containsEntry("QUARKUS_HTTP_HTTP2", "false");
        }
    }

    @Test
    void theHostNameIsTheIngressesAloneAndNoService() {
        Manifests manifests = Scenario.SECURED.render();
        for (String component : Manifests.COMPONENTS) {
            assertThat(manifests.configuration(component)).doesNotContainValue("meet.example.org");
        }
    }

    @Test
    void theChartsOwnSecretHoldsWhatWasGiven() {
        Map<String, String> decoded =
                Scenario.SECURED.render().one(Secret.class, "demo-foyer-secrets").getData().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> new String(
                                        Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
        assertThat(decoded)
                .isEqualTo(Map.of(
                        "access-token", "administrators-only",
                        "node-key", "for-nodes-only",
                        "page-token", "weak-page",
                        "node-access-token", "cluster-api",
                        "webhook-secret", "hook-7f3a-91d2-44c0",
                        "redis-password", "letmein-redis"));
    }

    @Test
    void secretsOfTheOperatorsOwnAreReferredToAndNotCopied() {
        Manifests manifests = Scenario.EXISTING_SECRETS.render();
        assertThat(manifests.all(Secret.class)).isEmpty();
        assertThat(manifests.secretVariables("registry"))
                .isEqualTo(Map.of(
                        "FOYER_ACCESS_TOKEN", "our-tokens/access-token",
                        "FOYER_REGISTRY_NODE_KEY", "our-tokens/node-key",
                        "FOYER_REGISTRY_PAGE_TOKEN", "our-tokens/page-token?",
                        "FOYER_REGISTRY_NODE_ACCESS_TOKEN", "our-tokens/node-access-token?",
                        "FOYER_REGISTRY_WEBHOOK_SECRET", "our-tokens/webhook-secret",
                        "QUARKUS_REDIS_HOSTS", "our-redis/url",
                        "QUARKUS_REDIS_PASSWORD", "our-redis/pass"));
        assertThat(manifests.configuration("room")).doesNotContainKey("QUARKUS_REDIS_HOSTS");
    }

    @Test
    void sentinelsTlsAndThePasswordFileAreSettingsAndMountedFiles() {
        Manifests manifests = Scenario.SENTINEL.render();
        for (String component : Manifests.COMPONENTS) {
            assertThat(manifests.configuration(component))
                    .containsAllEntriesOf(Map.of(
                            "QUARKUS_REDIS_CLIENT_TYPE", "sentinel",
                            "QUARKUS_REDIS_HOSTS",
                                    "rediss://sentinel-0.example:26379,rediss://sentinel-1.example:26379",
                            "QUARKUS_REDIS_MASTER_NAME", "conferences",
                            "QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis",
                            "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", "/etc/foyer/redis-ca/ca.crt",
                            "FOYER_REDIS_PASSWORD_FILE", "/etc/foyer/redis-password/password"));
            assertThat(manifests.secretVariables(component)).doesNotContainKey("QUARKUS_REDIS_PASSWORD");
            assertThat(manifests.mountedSecrets(component))
                    .isEqualTo(Map.of(
                            "/etc/foyer/redis-ca/ca.crt", "our-authority/ca.crt",
                            "/etc/foyer/redis-password/password", "our-redis/password"));
        }
    }

    @Test
    void aClusterIsNamedByItsNodes() {
        Manifests manifests = Scenario.CLUSTER.render();
        assertThat(manifests.configuration("proxy"))
                .containsEntry("QUARKUS_REDIS_CLIENT_TYPE", "cluster")
                .containsEntry("QUARKUS_REDIS_HOSTS", "redis://r0.example:6379,redis://r1.example:6379")
                .doesNotContainKeys("QUARKUS_REDIS_MASTER_NAME", "QUARKUS_REDIS_TLS_CONFIGURATION_NAME");
        assertThat(manifests.secretVariables("proxy"))
                .isEqualTo(Map.of("QUARKUS_REDIS_PASSWORD", "demo-foyer-secrets/redis-password"));
        assertThat(manifests.mountedSecrets("proxy")).isEmpty();
    }

    @Test
    void openModeTakesFromAnOwnSecretWhateverIsThere() {
        Manifests manifests = Chart.render("""
                security: {existingSecret: our-tokens}
                redis: {url: "redis://r:6379"}
                """);
        assertThat(manifests.secretVariables("room"))
                .isEqualTo(Map.of(
                        "FOYER_ACCESS_TOKEN", "our-tokens/access-token?",
                        "FOYER_ROOM_WEBHOOK_SECRET", "our-tokens/webhook-secret?"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SECURED", "CLUSTER", "EVERYTHING"})
    void noSecretStandsAnywhereInClearText(Scenario scenario) {
        assertThat(scenario.render().text())
                .doesNotContain(
                        "administrators-only",
                        "for-nodes-only",
                        "hook-7f3a-91d2-44c0",
                        "weak-page",
                        "cluster-api",
                        "letmein-redis");
    }

    @Test
    void aServicesOwnConfigurationWinsOverTheCommonOne() {
        Manifests manifests = Scenario.EVERYTHING.render();
        assertThat(manifests.configuration("registry")).containsEntry("QUARKUS_LOG_LEVEL", "INFO");
        assertThat(manifests.configuration("room"))
                .containsEntry("QUARKUS_LOG_LEVEL", "DEBUG")
                .containsEntry("FOYER_ROOM_STREAM_MANAGER_URL", "http://stream-manager.example:5080");
    }

    @Test
    void theProxyBelievesTheIngressAboutTheClientsAddress() {
        assertThat(Scenario.DEFAULT.render().configuration("proxy"))
                .containsEntry(
                        "FOYER_PROXY_TRUSTED_PROXIES", "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7");
        assertThat(Chart.render("""
                        redis: {url: "redis://r:6379"}
                        proxy: {trustedProxies: [10.42.0.0/16]}
                        """).configuration("proxy"))
                .containsEntry("FOYER_PROXY_TRUSTED_PROXIES", "127.0.0.0/8,10.42.0.0/16");
    }

    @Test
    void namesOfVariablesFollowTheRuleOfMicroProfileConfig() {
        Manifests manifests = Chart.render("""
                redis: {url: "redis://r:6379"}
                room: {config: {"quarkus.log.category.\\"io.foyer.room\\".level": "DEBUG"}}
                registry: {config: {"foyer.registry.static-nodes[0].address": "10.20.0.7"}}
                """);
        assertThat(manifests.configuration("registry"))
                .containsEntry("FOYER_REGISTRY_STATIC_NODES_0__ADDRESS", "10.20.0.7");
        assertThat(manifests.configuration("room"))
                .containsEntry("QUARKUS_LOG_CATEGORY__IO_FOYER_ROOM__LEVEL", "DEBUG");
    }

    @Test
    void aChangedSettingOrSecretStartsNewPods() {
        String base = """
                security: {accessToken: %s}
                redis: {url: "redis://r:6379"}
                room: {config: {"quarkus.log.level": "%s"}}
                """;
        Map<String, String> before = podAnnotations(base.formatted("one", "INFO"), "room");
        assertThat(podAnnotations(base.formatted("two", "INFO"), "room")).isNotEqualTo(before);
        assertThat(podAnnotations(base.formatted("one", "DEBUG"), "room")).isNotEqualTo(before);
        assertThat(podAnnotations(base.formatted("one", "DEBUG"), "proxy"))
                .as("another service's setting leaves a pod alone")
                .isEqualTo(podAnnotations(base.formatted("one", "INFO"), "proxy"));
    }

    @ParameterizedTest
    @EnumSource
    void everyVariableIsADocumentedKey(Scenario scenario) throws IOException {
        Manifests manifests = scenario.render();
        Set<String> documented = documentedVariables();
        Map<String, Set<String>> undocumented = new TreeMap<>();
        for (String component : Manifests.COMPONENTS) {
            Set<String> names = new TreeSet<>(manifests.configuration(component).keySet());
            manifests.container(component).getEnv().stream()
                    .map(EnvVar::getName)
                    .forEach(names::add);
            names.removeAll(documented);
            if (!names.isEmpty()) {
                undocumented.put(component, names);
            }
        }
        assertThat(undocumented).as("variables without a line in %s", REFERENCE).isEmpty();
    }

    private static Map<String, String> podAnnotations(String values, String component) {
        return Chart.render(values)
                .deployment(component)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations();
    }

    /** The first cell of each row of the reference's tables, as the variable it is set by. */
    private static Set<String> documentedVariables() throws IOException {
        return Pattern.compile("(?m)^\\| `([A-Za-z0-9._-]+)`")
                .matcher(Files.readString(REFERENCE))
                .results()
                .map(match -> match.group(1).replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
