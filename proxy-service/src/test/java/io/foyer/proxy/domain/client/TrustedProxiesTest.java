package io.foyer.proxy.domain.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    private final TrustedProxies trusted =
            new TrustedProxies(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1")));

    @Test
    void aStrangersHeadersMeanNothing() {
        assertThat(trusted.clientOf("203.0.113.9", false, List.of("192.0.2.1"), "https"))
                .isEqualTo(new Client("203.0.113.9", false));
    }

    @Test
    void theLastAddressThatNoTrustedProxyAddedIsTheClients() {
        assertThat(trusted.clientOf("10.0.0.1", false, List.of("6.6.6.6, 203.0.113.9, 10.1.1.1"), "https"))
                .isEqualTo(new Client("203.0.113.9", true));
        assertThat(trusted.clientOf("10.0.0.1", false, List.of("6.6.6.6", "203.0.113.9"), "wss"))
                .isEqualTo(new Client("203.0.113.9", true));
    }

    @Test
    void whatIsNoAddressEndsTheSearch() {
        assertThat(trusted.clientOf("10.0.0.1", false, List.of("203.0.113.9, evil\", 10.2.2.2"), null))
                .isEqualTo(new Client("10.2.2.2", false));
        assertThat(trusted.clientOf("::1", true, List.of(), null)).isEqualTo(new Client("::1", true));
    }

    @Test
    void rangesCountTheirLeadingBits() {
        AddressRange range = AddressRange.parse("192.168.4.0/22");
        assertThat(range.contains("192.168.7.255")).isTrue();
        assertThat(range.contains("192.168.8.0")).isFalse();
        assertThat(range.contains("fe80::1")).isFalse();
        assertThat(AddressRange.parse("0.0.0.0/0").contains("8.8.8.8")).isTrue();
    }

    @Test
    void aRangeThatIsNoneIsNamed() {
        for (String text : List.of("localhost", "10.0.0.0/33", "10.0.0.0/x", "")) {
            assertThatThrownBy(() -> AddressRange.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(text);
        }
    }

    @Property
    void noHeaderMakesAClientThatIsNoAddress(@ForAll String header) {
        Client client = trusted.clientOf("10.0.0.1", false, List.of(header), header);
        assertThat(client.address()).matches("[0-9A-Fa-f:.%]+");
    }
}
