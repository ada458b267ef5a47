package io.foyer.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePlanTest {
    @Test
    void the_default_is_two_origins_an_edge_and_a_mixer_each_with_its_own_address() {
        assertThat(NodePlan.parse(NodePlan.DEFAULT, "127.0.10", 5080))
                .containsExactly(
                        new NodePlan("origin-1", "origin", "127.0.10.1", 5080),
                        new NodePlan("origin-2", "origin", "127.0.10.2", 5080),
                        new NodePlan("edge-1", "edge", "127.0.10.3", 5080),
                        new NodePlan("mixer-1", "mixer", "127.0.10.4", 5080));
    }

    @Test
    void an_equals_sign_does_as_well_as_a_colon() {
        assertThat(NodePlan.parse("origin=1, edge=2", "127.0.9", 5081))
                .extracting(NodePlan::id)
                .containsExactly("origin-1", "edge-1", "edge-2");
    }

    @Test
    void a_role_named_twice_is_added_up() {
        assertThat(NodePlan.parse("origin:1,origin:1", "127.0.9", 5080))
                .extracting(NodePlan::id)
                .containsExactly("origin-1", "origin-2");
    }

    @Test
    void none_means_no_nodes() {
        assertThat(NodePlan.parse("none", "127.0.10", 5080)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"origin", "origin:", "origin:-1", "Origin:1", "relayy:1", "origin:2;edge:1", "", ",", "origin:1,"
            })
    void what_is_not_understood_is_quoted_with_an_example(String nodes) {
        assertThatThrownBy(() -> NodePlan.parse(nodes, "127.0.10", 5080))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("NODES=" + nodes)
                .hasMessageContaining("origin:2,edge:1,mixer:1");
    }

    @Test
    void more_nodes_than_addresses_are_refused() {
        assertThatThrownBy(() -> NodePlan.parse("origin:150,edge:51", "127.0.10", 5080))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("more than 200");
    }
}
