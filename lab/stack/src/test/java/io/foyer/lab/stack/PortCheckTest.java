package io.foyer.lab.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
}
