package io.foyer.room.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client that breaks the rules: it writes and reads bytes. */
public final class RawClient implements AutoCloseable {
    private static final byte[] NO_MASK = new byte[4];

    private final Socket socket;
    private final DataInputStream in;

    /** One frame from the server. */
    public record Received(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, UTF_8);
        }

        /** Of a close frame. */
        public int closeCode() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connected, nothing sent. */
    public static RawClient dial(int port) throws IOException {
        Socket socket = new Socket();
        // So that a client that does not read is noticed soon.
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        return new RawClient(socket);
    }

    /** After a successful handshake. */
    public static RawClient upgraded(int port, String room) throws IOException {
        RawClient client = dial(port);
        client.write(handshake(room, "1.1"));
        client.head();
        return client;
    }

    /** @param headers further ones, {@code Name: value} */
    public static byte[] handshake(String room, String version, String... headers) {
        return ("GET /any/path?room=" + room + "&host=true HTTP/" + version
                        + "\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n"))
                .getBytes(US_ASCII);
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    public void write(byte[] bytes) throws IOException {
        out().write(bytes);
    }

    /** Everything up to the empty line. */
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    public String rest() throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }

    /** All frames until the connection ends. */
    public List<Received> untilTheEnd() {
        List<Received> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(next());
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection does not end; so far " + frames, e);
        } catch (IOException e) {
            return frames;
        }
    }

    public Received next() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Received(opcode, payload);
    }

    /** A final frame, masked with zeros. */
    public static byte[] frame(int opcode, byte[] payload) {
        byte[] header = header(opcode, payload.length);
        byte[] frame = Arrays.copyOf(header, header.length + payload.length);
        System.arraycopy(payload, 0, frame, header.length, payload.length);
        return frame;
    }

    /** Header of a final frame that says it has so many bytes. */
    public static byte[] header(int opcode, int length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) (0x80 | opcode));
        if (length < 126) {
            header.put((byte) (0x80 | length));
        } else {
            header.put((byte) 0xff).putLong(length);
        }
        header.put(NO_MASK).flip();
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
