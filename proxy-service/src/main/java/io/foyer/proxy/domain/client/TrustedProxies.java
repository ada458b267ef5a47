package io.foyer.proxy.domain.client;

import java.net.InetAddress;
import java.util.List;

/**
 * Who the client is. A connection's own address counts, unless it is that of a configured proxy in front of this one: then
 * the last address in {@code X-Forwarded-For} that such a proxy did not add itself (signaling, section 8.12).
 */
public record TrustedProxies(List<AddressRange> ranges) {
    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /**
     * @param remote address of the connection
     * @param secure whether the connection itself is TLS
     * @param forwardedFor all values of {@code X-Forwarded-For}, in order
     * @param forwardedProto {@code X-Forwarded-Proto}, or null
     */
    public Client clientOf(String remote, boolean secure, List<String> forwardedFor, String forwardedProto) {
        if (!trusted(remote)) {
            return new Client(remote, secure);
        }
        String address = remote;
        List<String> hops = forwardedFor.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            if (!literal(hop)) {
                break;
            }
            address = hop;
            if (!trusted(hop)) {
                break;
            }
        }
        return new Client(address, secure || isSecure(forwardedProto));
    }

    private boolean trusted(String address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isSecure(String proto) {
        return "https".equalsIgnoreCase(proto) || "wss".equalsIgnoreCase(proto);
    }

    private static boolean literal(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException notLiteral) {
            return false;
        }
    }
}
