package io.foyer.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @ParameterizedTest
    @CsvSource({
        "INGRESS_PORT, 99999", "INGRESS_PORT, https", "REDIS_PORT, 0", "ROOM_PORT, -1", "PROXY_PORT, 80o2",
        "REGISTRY_PORT, 8003.5", "NODE_PORT, 70000", "NODE_NETWORK, 10.0.0", "NODE_NETWORK, 127.0",
                "READY_SECONDS, soon",
    })
    void a_variable_that_is_not_understood_is_named_with_its_value(String name, String value) {
        assertThatThrownBy(() -> new Settings(Map.of(name, value)).builder())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith(name + "=" + value);
    }

    @Test
    void the_ports_end_up_where_they_belong() {
        Stack stack = new Settings(Map.of(
                        "INGRESS_PORT", "9443, 443",
                        "REDIS_PORT", "7001",
                        "ROOM_PORT", "7002",
                        "PROXY_PORT", "7003",
                        "REGISTRY_PORT", "7004",
                        "NODES", "edge:1",
                        "NODE_PORT", "7005",
                        "NODE_NETWORK", "127.0.11"))
                .builder()
                .prepare();

        assertThat(stack.ingress()).hasToString("https://localhost:9443");
        assertThat(stack.direct(Service.ROOM, 0)).hasToString("http://127.0.0.1:7002");
        assertThat(stack.direct(Service.PROXY, 0)).hasToString("http://127.0.0.1:7003");
        assertThat(stack.direct(Service.REGISTRY, 0)).hasToString("http://127.0.0.1:7004");
        assertThat(stack.nodes()).containsExactly(new NodePlan("edge-1", "edge", "127.0.11.1", 7005));
    }

    @Test
    void an_empty_variable_counts_as_not_set() {
        assertThat(new Settings(Map.of("INGRESS_PORT", "", "NODES", " "))
                        .builder()
                        .prepare()
                        .url("/host.html"))
                .hasToString("https://localhost:8443/host.html");
    }

    @Test
    void on_443_the_urls_need_no_port() {
        assertThat(new Settings(Map.of("INGRESS_PORT", "443"))
                        .builder()
                        .prepare()
                        .url("/host.html"))
                .hasToString("https://localhost/host.html");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, localhost", "::1, localhost", "127.0.77.1, 127.0.77.1", "fd00::7, [fd00::7]", "box, box"})
    void the_urls_name_an_address_that_the_ingress_listens_at(String host, String named) {
        assertThat(new Settings(Map.of("INGRESS_HOST", host))
                        .builder()
                        .prepare()
                        .ingress())
                .hasToString("https://" + named + ":8443");
    }
}
