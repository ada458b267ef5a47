package io.foyer.proxy.domain.frame;

import java.nio.ByteBuffer;

/**
 * The first 2 to 14 bytes of a frame (RFC 6455 section 5.2).
 *
 * @param reserved true when one of the RSV bits is set
 * @param opcode the four bits as they are; see {@link Opcode#of}
 * @param mask the masking key, zero when the frame is not masked
 * @param payloadLength in bytes; negative when the top bit of a 64 bit length is set, which is forbidden
 * @param size of the head itself, in bytes
 */
record FrameHead(boolean fin, boolean reserved, int opcode, boolean masked, int mask, long payloadLength, int size) {
    static final int MAX_SIZE = 14;

    /** How many bytes the head has, which the second one tells. */
    static int sizeFor(byte second) {
        int length = second & 0x7F;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (second < 0 ? 4 : 0);
    }

    /** @param bytes at least as many as {@link #sizeFor} says */
    static FrameHead parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte first = in.get();
        byte second = in.get();
        int size = sizeFor(second);
        long length =
                switch (second & 0x7F) {
                    case 126 -> in.getShort() & 0xFFFF;
                    case 127 -> in.getLong();
                    default -> second & 0x7F;
                };
        boolean masked = second < 0;
        int mask = masked ? in.getInt() : 0;
        return new FrameHead(first < 0, (first & 0x70) != 0, first & 0x0F, masked, mask, length, size);
    }

    boolean control() {
        return opcode >= 0x8;
    }

    /** Undoes the masking of the byte at this place of the payload (section 5.3). */
    byte unmask(byte masked, long index) {
        return (byte) (masked ^ (mask >>> (24 - 8 * (int) (index & 3))));
    }
}
