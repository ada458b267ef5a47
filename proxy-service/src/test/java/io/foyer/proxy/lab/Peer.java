package io.foyer.proxy.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One end of a raw connection: reads and writes whole frames, or whatever bytes a test likes. Blocking, with a time limit. */
public class Peer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final int mask;
    private boolean answering;
    private volatile int pingsSeen;

    Peer(Socket socket, int mask) throws IOException {
        this.socket = socket;
        this.mask = mask;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
    }

    public void send(Frame... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            out.writeBytes(frame.bytes(mask));
        }
        raw(out.toByteArray());
    }

    public void text(String text) {
        send(Frame.text(text));
    }

    public void raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers pings from now on, as browsers and nodes do, and shows none of them. */
    public Peer answeringPings() {
        answering = true;
        return this;
    }

    /** The next frame; null when the connection is at its end, however it came to that. */
    public Frame read() {
        Frame frame = readFrame();
        while (answering && frame != null && frame.opcode() == Frame.PING) {
            pingsSeen++;
            send(new Frame(true, Frame.PONG, frame.payload()));
            frame = readFrame();
        }
        return frame;
    }

    /** How many pings were answered. */
    public int pingsSeen() {
        return pingsSeen;
    }

    private Frame readFrame() {
        try {
            return Frame.read(in);
        } catch (SocketTimeoutException late) {
            throw new AssertionError("nothing came within " + TIMEOUT_MILLIS + " ms", late);
        } catch (IOException reset) {
            return null;
        }
    }

    /** The next frame, which has to be a text message. */
    public String readText() {
        Frame frame = read();
        if (frame == null) {
            throw new AssertionError("the connection ended where a message was expected");
        }
        if (frame.opcode() != Frame.TEXT) {
            throw new AssertionError("a message was expected, but there came " + frame);
        }
        return frame.text();
    }

    /** All frames until the end of the connection. */
    public List<Frame> readToEnd() {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = read(); frame != null; frame = read()) {
            frames.add(frame);
        }
        return frames;
    }

    /** The lines of an HTTP head, without the empty one. */
    List<String> readHead() throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the connection ended inside the head: " + lines);
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                if (text.isEmpty()) {
                    return lines;
                }
                lines.add(text);
                line.reset();
            } else {
                line.write(b);
            }
        }
    }

    String readBody(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static Map<String, String> headers(List<String> head) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    public Socket socket() {
        return socket;
    }

    /** Breaks the connection with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
