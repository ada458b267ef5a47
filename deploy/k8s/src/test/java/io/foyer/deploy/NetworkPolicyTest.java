package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With network policies on, each service reaches what it works with and nothing else. */
class NetworkPolicyTest {
    private final Manifests manifests = Scenario.EVERYTHING.render();

    @Test
    void onlyTheReleaseAndTheNamedClientsMayConnect() {
        for (String component : Manifests.COMPONENTS) {
            assertThat(policy(component).getSpec().getIngress()).singleElement().satisfies(rule -> {
                assertThat(rule.getFrom())
                        .extracting(peer -> peer.getPodSelector() != null ? "pods" : "namespace")
                        .containsExactly("pods", "namespace");
                assertThat(rule.getPorts()).singleElement().satisfies(port -> assertThat(
                                port.getPort().getStrVal())
                        .isEqualTo("http"));
            });
        }
    }

    @Test
    void theProxyAndTheRegistryReachNodesAndRoomReachesTheRegistryInstead() {
        for (String component : List.of("registry", "proxy")) {
            assertThat(policy(component).getSpec().getEgress())
                    .anySatisfy(rule -> assertThat(cidrs(rule)).containsExactly("10.20.0.0/16"));
        }
        assertThat(policy("room").getSpec().getEgress())
                .noneMatch(rule -> cidrs(rule).contains("10.20.0.0/16"))
                .anySatisfy(rule -> assertThat(components(rule)).containsExactly("registry"));
    }

    @Test
    void everyServiceReachesNamesRedisAndWhatWasAdded() {
        for (String component : Manifests.COMPONENTS) {
            assertThat(policy(component).getSpec().getEgress())
                    .anySatisfy(rule -> assertThat(ports(rule)).containsExactly(53, 53))
                    .anySatisfy(rule -> assertThat(components(rule)).containsExactly("redis"))
                    .anySatisfy(rule -> assertThat(cidrs(rule)).containsExactly("192.0.2.7/32"))
                    .hasSize(4);
        }
    }

    @Test
    void theTrialRedisConnectsToNobody() {
        assertThat(policy("redis").getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy("redis").getSpec().getEgress()).isEmpty();
    }

    @Test
    void anExternalRedisIsReachedAtItsPort() {
        Manifests external = Chart.render("""
                redis: {url: "rediss://redis.example:6380"}
                networkPolicy:
                  enabled: true
                  clients: [{namespaceSelector: {}}]
                  egress:
                    enabled: true
                    nodes: [{ipBlock: {cidr: 10.20.0.0/16}}]
                    redis: [{ipBlock: {cidr: 10.30.0.5/32}}]
                    redisPort: 6380
                """);
        assertThat(external.one(NetworkPolicy.class, "demo-foyer-proxy")
                        .getSpec()
                        .getEgress())
                .anySatisfy(rule -> {
                    assertThat(cidrs(rule)).containsExactly("10.30.0.5/32");
                    assertThat(ports(rule)).containsExactly(6380);
                });
    }

    @Test
    void sentinelsAreReachedAtTheirPortAsWell() {
        assertThat(Scenario.SENTINEL
                        .render()
                        .one(NetworkPolicy.class, "demo-foyer-room")
                        .getSpec()
                        .getEgress())
                .anySatisfy(rule -> {
                    assertThat(cidrs(rule)).containsExactly("10.30.0.0/24");
                    assertThat(ports(rule)).containsExactly(6379, 26379);
                });
    }

    @Test
    void withoutEgressRulesOnlyIncomingConnectionsAreRestricted() {
        Manifests incoming = Chart.render("""
                redis: {url: "redis://redis.example:6379"}
                networkPolicy: {enabled: true, clients: [{namespaceSelector: {}}]}
                """);
        assertThat(incoming.all(NetworkPolicy.class)).hasSize(3).allSatisfy(policy -> assertThat(
                        policy.getSpec().getPolicyTypes())
                .containsExactly("Ingress"));
        assertThat(Scenario.DEFAULT.render().all(NetworkPolicy.class)).isEmpty();
    }

    private NetworkPolicy policy(String component) {
        NetworkPolicy policy = manifests.one(NetworkPolicy.class, "demo-foyer-" + component);
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(Map.of(
                        "app.kubernetes.io/name", "foyer",
                        "app.kubernetes.io/instance", "demo",
                        "app.kubernetes.io/component", component));
        return policy;
    }

    private static List<String> cidrs(NetworkPolicyEgressRule rule) {
        return rule.getTo().stream()
                .map(NetworkPolicyPeer::getIpBlock)
                .flatMap(block -> Optional.ofNullable(block).stream())
                .map(block -> block.getCidr())
                .toList();
    }

    private static List<String> components(NetworkPolicyEgressRule rule) {
        return rule.getTo().stream()
                .map(NetworkPolicyPeer::getPodSelector)
                .flatMap(selector -> Optional.ofNullable(selector).stream())
                .map(selector -> selector.getMatchLabels().get("app.kubernetes.io/component"))
                .toList();
    }

    private static List<Integer> ports(NetworkPolicyEgressRule rule) {
        return rule.getPorts().stream()
                .map(port -> Optional.ofNullable(port.getPort())
                        .map(IntOrString::getIntVal)
                        .orElse(null))
                .toList();
    }
}
