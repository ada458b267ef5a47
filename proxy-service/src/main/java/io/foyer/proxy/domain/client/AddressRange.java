package io.foyer.proxy.domain.client;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address, or a range of them in CIDR notation: {@code 10.0.0.0/8}, {@code ::1}. Only literal addresses: nothing is looked up.
 *
 * @param network the address
 * @param prefix how many of its leading bits count
 */
public record AddressRange(byte[] network, int prefix) {
    /** @throws IllegalArgumentException when it is neither */
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] network = literal(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("not an address or a range of addresses: " + text));
        int bits = network.length * 8;
        int prefix = parts.length == 1 ? bits : prefix(parts[1], text);
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("the prefix must be within 0 and " + bits + ": " + text);
        }
        return new AddressRange(network, prefix);
    }

    private static int prefix(String digits, String text) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("not a range of addresses: " + text, malformed);
        }
    }

    /** True when this literal address lies within; false for everything that is none. */
    public boolean contains(String address) {
        return literal(address)
                .filter(bytes -> bytes.length == network.length)
                .filter(bytes -> top(bytes).equals(top(network)))
                .isPresent();
    }

    private BigInteger top(byte[] bytes) {
        return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - prefix);
    }

    private static Optional<byte[]> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException notLiteral) {
            return Optional.empty();
        }
    }
}
