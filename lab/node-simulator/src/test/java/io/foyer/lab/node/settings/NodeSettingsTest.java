package io.foyer.lab.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.lab.node.faults.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {
    @Test
    void argumentsWinOverTheEnvironmentAndTheRestHasDefaults() {
        NodeSettings settings = NodeSettings.parse(
                new String[] {"--role=mixer", "--address=127.0.10.4", "--heartbeat=off", "--fault=slow,silent"},
                Map.of("FOYER_NODE_ROLE", "edge", "FOYER_NODE_NODE_KEY", "k", "FOYER_NODE_REGISTRY", "http://r:8003/"));

        assertThat(settings.role()).isEqualTo(NodeRole.MIXER);
        assertThat(settings.id()).isEqualTo("mixer-127.0.10.4");
        assertThat(settings.port()).isEqualTo(5080);
        assertThat(settings.nodeKey()).isEqualTo("k");
        assertThat(settings.registryUrl()).isEqualTo("http://r:8003");
        assertThat(settings.heartbeat()).isFalse();
        assertThat(settings.faults()).containsExactlyInAnyOrder(Fault.SLOW, Fault.SILENT);
        assertThat(settings.picture()).isEqualTo(new PictureFormat(320, 180, 12));
    }

    @ParameterizedTest
    @CsvSource({
        "--port=many, --port",
        "--port=70000, --port",
        "--role=king, --role",
        "--picture=320x181@12, --picture",
        "--picture=huge, --picture",
        "--fault=fly, fly",
        "--heartbeat=perhaps, --heartbeat",
        "--registry=localhost, --registry",
        "--adress=127.0.0.1, --adress",
        "port=5080, port=5080",
        "--udp-min=5, --udp-max"
    })
    void whatCannotBeUsedIsSaidInOneSentenceThatNamesIt(String argument, String named) {
        assertThatThrownBy(() -> NodeSettings.parse(new String[] {argument}, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(named);
    }
}
