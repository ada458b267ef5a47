package io.foyer.lab.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortCheckTest {
    @Test
    void a_taken_port_is_named_with_who_wanted_it_and_how_to_choose_another() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> PortCheck.one("127.0.0.1", port, "the ingress", "INGRESS_PORT"))
                    .isInstanceOf(StackException.class)
                    .hasMessage("Port " + port
                            + " for the ingress is already taken on 127.0.0.1: stop the program that has it,"
                            + " or choose another port with INGRESS_PORT=...");
        }
    }

    @Test
    void a_port_taken_on_all_addresses_counts_too() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            assertThatThrownBy(() -> PortCheck.one("127.0.0.1", other.getLocalPort(), "Redis", "REDIS_PORT"))
                    .hasMessageContaining("already taken");
        }
    }

    @Test
    void an_address_that_is_not_of_this_machine_is_told_from_a_taken_port() {
        assertThatThrownBy(() -> PortCheck.one("192.0.2.1", 5080, "node origin-1", "NODE_PORT"))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("192.0.2.1 for node origin-1 is not an address of this machine")
                .hasMessageContaining("NODE_NETWORK");
    }

    @Test
    void a_port_that_was_just_left_is_free() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
        }
        assertThatCode(() -> PortCheck.one("127.0.0.1", port, "Redis", "REDIS_PORT"))
                .doesNotThrowAnyException();
    }

    @Test
    void one_port_for_two_parts_is_said_before_anything_is_started() {
        assertThatThrownBy(() -> check(List.of(18443), 18002, 18002))
                .isInstanceOf(StackException.class)
                .hasMessage("Port 18002 is meant for both registry-service and proxy-service:"
                        + " choose another one with REGISTRY_PORT=... or PROXY_PORT=...");
        assertThatThrownBy(() -> check(List.of(18443, 18443), 18002, 18003))
                .hasMessage("Port 18443 is meant for the ingress twice: choose another one with INGRESS_PORT=...");
    }

    @Test
    void nodes_share_a_port_as_each_has_an_address_of_its_own() {
        List<NodePlan> nodes = NodePlan.parse("origin:2", "127.0.219", 15080);
        assertThatCode(() -> PortCheck.distinct(addresses(List.of(18443), 18002, 18003), nodes))
                .doesNotThrowAnyException();
    }

    private static void check(List<Integer> ingress, int registry, int proxy) {
        PortCheck.all(addresses(ingress, registry, proxy), List.of());
    }

    private static Addresses addresses(List<Integer> ingress, int registry, int proxy) {
        Map<Service, List<Integer>> services = new EnumMap<>(Service.class);
        services.put(Service.REGISTRY, List.of(registry));
        services.put(Service.PROXY, List.of(proxy));
        services.put(Service.ROOM, List.of(18001));
        return new Addresses("127.0.0.1", ingress, 0, 16380, services, "127.0.219", 15080);
    }
}
