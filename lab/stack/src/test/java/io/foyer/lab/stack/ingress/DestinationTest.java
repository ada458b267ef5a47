package io.foyer.lab.stack.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "/streammanager/api/4.0/admin/proxy/clients, PROXY",
        "/streammanager/api/4.0/event/live/room1/alice, REGISTRY",
        "/streammanager/api/, REGISTRY",
        "/streammanager/api, REGISTRY",
        "/streammanager, PROXY",
        "/streammanager/, PROXY",
        "/streammanager/apix, PROXY",
        "/streammanagerx, ROOM",
        "/live/whip/endpoint/alice, PROXY",
        "/live/room1/whip/endpoint/alice, PROXY",
        "/live/room1/whep/resource/k2.ey, PROXY",
        "/whip/endpoint/alice, ROOM",
        "/live/whip, ROOM",
        "/live/whipped/cream, ROOM",
        "/as/v1/proxy/whip/live/alice, PROXY",
        "/as/v1/proxy, PROXY",
        "/as/v1/proxyx, REGISTRY",
        "/as/v1/admin/nodegroup, REGISTRY",
        "/as/v1/, REGISTRY",
        "/as/v2/, ROOM",
        "/, ROOM",
        "/host.html, ROOM",
        "/webhook, ROOM",
        "/validateCredentials, ROOM",
        "/webrtcexamples/index.html, ROOM",
        "/queue, ROOM",
        "/q, NOBODY",
        "/q/, NOBODY",
        "/q/health/ready, NOBODY",
        "/q/metrics, NOBODY",
        "/registry/v1/nodes/origin-1, NOBODY",
        "/registry, NOBODY",
        "/registry.html, ROOM",
    })
    void a_path_belongs_to_one_service(String path, Destination destination) {
        assertThat(Destination.of(path)).isEqualTo(destination);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "/registry/v1/nodes/origin-1, REGISTRY",
        "/streammanager/api/4.0/composition, REGISTRY",
        "/webhook, ROOM",
        "/validateCredentials, ROOM",
    })
    void calls_from_the_inside_have_routes_of_their_own(String path, Destination destination) {
        assertThat(Destination.ofInsideCall(path)).isEqualTo(destination);
    }
}
