package io.foyer.room.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message, encoded once as a complete WebSocket frame from a server (RFC 6455 section 5.2, final, not masked). Its
 * bytes are shared by all sockets it is sent to and never change. The memory is given back when nobody refers to it any more.
 */
public final class Frame {
    /** Asks whether the client is there. */
    public static final Frame PING = new Frame(
            ByteBuffer.allocateDirect(2).put((byte) 0x89).put((byte) 0).flip());

    private static final int FINAL_TEXT = 0x81;
    private static final int MAX_HEADER = 10;
    private static final int SHORT = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final ByteBuf bytes;

    private Frame(ByteBuffer bytes) {
        this.bytes = Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(bytes.asReadOnlyBuffer()).asReadOnly());
    }

    public static Frame text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For many sockets: outside of the heap, so that none of them copies it. */
    public static Frame text(byte[] utf8) {
        return text(utf8, ByteBuffer.allocateDirect(utf8.length + MAX_HEADER));
    }

    /** For one socket. */
    public static Frame reply(byte[] utf8) {
        return text(utf8, ByteBuffer.allocate(utf8.length + MAX_HEADER));
    }

    private static Frame text(byte[] utf8, ByteBuffer frame) {
        frame.put((byte) FINAL_TEXT);
        if (utf8.length <= SHORT) {
            frame.put((byte) utf8.length);
        } else if (utf8.length <= 0xffff) {
            frame.put((byte) TWO_BYTES).putShort((short) utf8.length);
        } else {
            frame.put((byte) EIGHT_BYTES).putLong(utf8.length);
        }
        return new Frame(frame.put(utf8).flip());
    }

    /** For one write: the same bytes, with positions of its own. */
    public ByteBuf duplicate() {
        return bytes.duplicate();
    }

    /** Bytes on the wire. */
    public int size() {
        return bytes.readableBytes();
    }

    /** The text of the message, for tests and logs. */
    public String text() {
        int length = bytes.getByte(bytes.readerIndex() + 1) & 0x7f;
        int header = length == EIGHT_BYTES ? 10 : length == TWO_BYTES ? 4 : 2;
        return bytes.toString(bytes.readerIndex() + header, bytes.readableBytes() - header, StandardCharsets.UTF_8);
    }
}
