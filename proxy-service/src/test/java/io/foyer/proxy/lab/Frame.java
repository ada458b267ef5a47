package io.foyer.proxy.lab;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A whole frame, written and read the plain way, independently of the code under test. */
public record Frame(boolean fin, int opcode, byte[] payload) {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    public static Frame text(String text) {
        return new Frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Frame close(int code) {
        return new Frame(
                true, CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** A close frame without a code. */
    public static Frame close() {
        return new Frame(true, CLOSE, new byte[0]);
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** -1 when there is none. */
    public int closeCode() {
        return payload.length < 2 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    /** @param mask 0 for none */
    public byte[] bytes(int mask) {
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        int bit = mask == 0 ? 0 : 0x80;
        out.put((byte) ((fin ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            out.put((byte) (bit | payload.length));
        } else if (payload.length < 65536) {
            out.put((byte) (bit | 126)).putShort((short) payload.length);
        } else {
            out.put((byte) (bit | 127)).putLong(payload.length);
        }
        if (mask != 0) {
            out.putInt(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ (mask == 0 ? 0 : mask >>> (24 - 8 * (i % 4)))));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Null at the end of the stream. */
    public static Frame read(DataInputStream in) throws IOException {
        int first;
        try {
            first = in.readUnsignedByte();
        } catch (EOFException end) {
            return null;
        }
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] key = new byte[4];
        if (second >= 0x80) {
            in.readFully(key);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return new Frame(first >= 0x80, first & 0xF, payload);
    }

    @Override
    public String toString() {
        return "Frame[fin=" + fin + ", opcode=" + opcode + ", "
                + (opcode == TEXT && payload.length < 200 ? text() : payload.length + " bytes")
                + (opcode == CLOSE ? ", code " + closeCode() : "") + "]";
    }
}
