package io.foyer.proxy.domain.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Makes the few frames that the proxy itself puts in between those of the peers. */
public final class FrameWriter {
    private final boolean masked;
    private final RandomGenerator random;

    /** @param masked true towards a node, where the proxy is the client (RFC 6455 section 5.3) */
    public FrameWriter(boolean masked, RandomGenerator random) {
        this.masked = masked;
        this.random = random;
    }

    public byte[] close(CloseCode code) {
        return frame(
                Opcode.CLOSE,
                ByteBuffer.allocate(2).putShort((short) code.number()).array());
    }

    /** Answers a close frame with its own payload, as RFC 6455 section 5.5.1 wants it. */
    public byte[] closeReply(byte[] payload) {
        return frame(Opcode.CLOSE, payload);
    }

    /** @param payload at most 125 bytes */
    public byte[] ping(byte[] payload) {
        return frame(Opcode.PING, payload);
    }

    /** @param message at most 65535 bytes in UTF-8 */
    public byte[] text(String message) {
        return frame(Opcode.TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] frame(Opcode opcode, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(FrameHead.MAX_SIZE + payload.length);
        int maskBit = masked ? 0x80 : 0;
        out.put((byte) (0x80 | opcode.number()));
        if (payload.length <= 125) {
            out.put((byte) (maskBit | payload.length));
        } else {
            out.put((byte) (maskBit | 126)).putShort((short) payload.length);
        }
        byte[] key = new byte[4];
        if (masked) {
            random.nextBytes(key);
            out.put(key);
        }
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ key[i & 3]));
        }
        byte[] frame = new byte[out.position()];
        out.flip().get(frame);
        return frame;
    }
}
