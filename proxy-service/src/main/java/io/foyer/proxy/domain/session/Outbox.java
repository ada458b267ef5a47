package io.foyer.proxy.domain.session;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are gathered to be written at once. It never holds more than came in with one read, and a few frames. */
final class Outbox {
    private static final byte[] NOTHING = {};
    private byte[] bytes = NOTHING;
    private int length;

    void add(ByteBuffer more) {
        int added = more.remaining();
        if (length + added > bytes.length) {
            bytes = Arrays.copyOf(bytes, length == 0 ? added : Math.max(length + added, 2 * length));
        }
        more.get(bytes, length, added);
        length += added;
    }

    /** What was gathered; the outbox is empty again. */
    byte[] take() {
        byte[] taken = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NOTHING;
        length = 0;
        return taken;
    }
}
