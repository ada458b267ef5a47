package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which path leads to which service, for browsers and for nodes, and which leads nowhere. */
class RoutingTest {
    @Test
    void theRoutingTableForBrowsersIsThisOneInThisOrder() {
        assertThat(table(Scenario.SECURED.render(), "demo-foyer"))
                .containsExactly(
                        "Prefix /streammanager/api/4.0/admin/proxy -> demo-foyer-proxy:http",
                        "Prefix /streammanager/api -> demo-foyer-registry:http",
                        "Prefix /streammanager -> demo-foyer-proxy:http",
                        "Prefix /as/v1/proxy -> demo-foyer-proxy:http",
                        "Prefix /as/v1 -> demo-foyer-registry:http",
                        "Prefix /live -> demo-foyer-proxy:http",
                        "Prefix /webrtcexamples -> demo-foyer-room:http",
                        "Exact / -> demo-foyer-room:http",
                        "Exact /index.html -> demo-foyer-room:http",
                        "Exact /host.html -> demo-foyer-room:http",
                        "Exact /participant.html -> demo-foyer-room:http",
                        "Prefix /css -> demo-foyer-room:http",
                        "Prefix /js -> demo-foyer-room:http",
                        "Prefix /rooms -> demo-foyer-room:http");
    }

    @Test
    void applicationsPagesAndVendorsPagesAreRoutedAsTold() {
        assertThat(table(Scenario.EVERYTHING.render(), "demo-foyer"))
                .containsExactly(
                        "Prefix /streammanager/api/4.0/admin/proxy -> demo-foyer-proxy:http",
                        "Prefix /streammanager/api -> demo-foyer-registry:http",
                        "Prefix /streammanager -> demo-foyer-proxy:http",
                        "Prefix /as/v1/proxy -> demo-foyer-proxy:http",
                        "Prefix /as/v1 -> demo-foyer-registry:http",
                        "Prefix /live -> demo-foyer-proxy:http",
                        "Prefix /webinar -> demo-foyer-proxy:http",
                        "Prefix /webrtcexamples -> vendor-pages:8080",
                        "Exact / -> demo-foyer-room:http",
                        "Prefix /lobby -> demo-foyer-room:http");
    }

    @ParameterizedTest
    @CsvSource({
        "/streammanager/api/4.0/event/list, demo-foyer-registry",
        "/streammanager/api/4.0/admin/proxy/clients, demo-foyer-proxy",
        "/streammanager, demo-foyer-proxy",
        "/streammanager/, demo-foyer-proxy",
        "/live/room1/whip/endpoint/alice, demo-foyer-proxy",
        "/live/whep/endpoint/alice, demo-foyer-proxy",
        "/as/v1/proxy/whip/live/room1/alice, demo-foyer-proxy",
        "/as/v1/streams/stream/group, demo-foyer-registry",
        "/webrtcexamples/sample-mixer-pages/conference/, demo-foyer-room",
        "/, demo-foyer-room",
        "/rooms, demo-foyer-room",
    })
    void aBrowsersRequestReachesItsService(String request, String service) {
        assertThat(target(Scenario.SECURED.render(), "demo-foyer", request)).contains(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health/ready",
                "/q/metrics",
                "//q/metrics",
                "/%71/metrics",
                "/registry/v1/nodes/origin-1",
                "/proxy/v1/sessions",
                "/webhook",
                "/webhook/hook-7f3a-91d2-44c0",
                "/validateCredentials",
                "/invalidateCredentials",
                "/streammanagerx",
                "/unknown"
            })
    void whatIsNotForBrowsersLeadsNowhere(String request) {
        assertThat(target(Scenario.SECURED.render(), "demo-foyer", request)).isEmpty();
    }

    @Test
    void everyPageThatRoomServiceShipsIsRoutedToIt() throws IOException {
        Path pages = Path.of("../../room-service/src/main/resources/META-INF/resources");
        assumeTrue(Files.isDirectory(pages), "room-service ships no pages");
        Manifests manifests = Scenario.SECURED.render();
        try (Stream<Path> files = Files.walk(pages).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> "/" + pages.relativize(file)))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(target(manifests, "demo-foyer", page))
                            .as(page)
                            .contains("demo-foyer-room"));
        }
    }

    @Test
    void nodesOutsideTheClusterReachHeartbeatAndWebhooksAndNothingElse() {
        Manifests manifests = Scenario.EVERYTHING.render();
        assertThat(table(manifests, "demo-foyer-nodes"))
                .containsExactly(
                        "Prefix /registry -> demo-foyer-registry:http",
                        "Prefix /webhook -> demo-foyer-room:http",
                        "Exact /validateCredentials -> demo-foyer-room:http",
                        "Exact /invalidateCredentials -> demo-foyer-room:http");
        assertThat(manifests.one(Ingress.class, "demo-foyer-nodes").getSpec().getIngressClassName())
                .isEqualTo("internal");
        assertThat(Scenario.SECURED.render().all(Ingress.class)).hasSize(1);
    }

    @Test
    void loadBalancersForNodesLetOnlyTheNodesNetworksIn() {
        assertThat(Scenario.EVERYTHING.render().all(Service.class))
                .filteredOn(service -> service.getSpec().getType().equals("LoadBalancer"))
                .hasSize(2)
                .allSatisfy(service -> {
                    assertThat(service.getSpec().getLoadBalancerSourceRanges()).containsExactly("10.20.0.0/16");
                    assertThat(service.getSpec().getExternalTrafficPolicy()).isEqualTo("Local");
                    assertThat(service.getMetadata().getAnnotations()).containsEntry("example.org/internal", "true");
                })
                .extracting(service -> service.getMetadata().getName())
                .containsExactlyInAnyOrder("demo-foyer-registry-nodes", "demo-foyer-room-nodes");
    }

    @ParameterizedTest
    @EnumSource
    void everyRouteLeadsToAServiceAndPortOfTheReleaseOrToTheVendorsPages(Scenario scenario) {
        Manifests manifests = scenario.render();
        for (Ingress ingress : manifests.all(Ingress.class)) {
            assertThat(paths(ingress)).isNotEmpty().allSatisfy(path -> {
                var backend = path.getBackend().getService();
                if (!backend.getName().equals("vendor-pages")) {
                    assertThat(manifests
                                    .one(Service.class, backend.getName())
                                    .getSpec()
                                    .getPorts())
                            .anyMatch(port ->
                                    port.getName().equals(backend.getPort().getName()));
                }
            });
        }
    }

    @Test
    void tlsCoversTheHostThatIsRouted() {
        for (Ingress ingress : Scenario.EVERYTHING.render().all(Ingress.class)) {
            String host = ingress.getSpec().getRules().getFirst().getHost();
            assertThat(ingress.getSpec().getTls())
                    .singleElement()
                    .returns(List.of(host), IngressTLS::getHosts)
                    .returns(ingress.getMetadata().getName() + "-tls", IngressTLS::getSecretName);
        }
    }

    @Test
    void ingressNginxIsToldToKeepQuietSocketsAndOtherControllersAreToldNothing() {
        assertThat(Scenario.EVERYTHING
                        .render()
                        .one(Ingress.class, "demo-foyer")
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "7200")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-send-timeout", "7200")
                .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt");
        Manifests other = Chart.render("""
                publicHost: meet.example.org
                redis: {url: "redis://r:6379"}
                ingress: {enabled: true, controller: other, tls: {enabled: false}}
                """);
        Ingress ingress = other.one(Ingress.class, "demo-foyer");
        assertThat(ingress.getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(ingress.getSpec().getTls()).isEmpty();
        assertThat(ingress.getSpec().getIngressClassName()).isNull();
    }

    private static List<String> table(Manifests manifests, String ingress) {
        return paths(manifests.one(Ingress.class, ingress)).stream()
                .map(path -> {
                    var service = path.getBackend().getService();
                    Object port = service.getPort().getName() == null
                            ? service.getPort().getNumber()
                            : service.getPort().getName();
                    return path.getPathType() + " " + path.getPath() + " -> " + service.getName() + ":" + port;
                })
                .toList();
    }

    /** The rule of Kubernetes: an exact path first, then the longest prefix, compared by whole path elements. */
    private static Optional<String> target(Manifests manifests, String ingress, String request) {
        return paths(manifests.one(Ingress.class, ingress)).stream()
                .filter(path -> path.getPathType().equals("Exact")
                        ? request.equals(path.getPath())
                        : (request + "/").startsWith(path.getPath() + "/"))
                .max((a, b) -> a.getPath().length() - b.getPath().length())
                .map(path -> path.getBackend().getService().getName());
    }

    private static List<HTTPIngressPath> paths(Ingress ingress) {
        assertThat(ingress.getSpec().getRules()).hasSize(1);
        return ingress.getSpec().getRules().getFirst().getHttp().getPaths();
    }
}
