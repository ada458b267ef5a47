package io.foyer.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Many WebSocket clients on one thread, as light as they can be, because they share their cores with the server that is
 * measured: no masking (the key is zero), no object for a message, no text made of it.
 */
final class Sockets implements AutoCloseable {
    private static final int MOST_READ = 1 << 18;

    /** Hears of a client, always on the thread of the sockets. */
    interface Listener {
        void opened(Client client);

        /** @param at {@link System#nanoTime} after the bytes were read */
        void message(Client client, byte[] bytes, int from, int length, long at);

        /** Not called for {@link Client#close}. */
        void lost(Client client, String why);
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Client> connecting = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_READ);
    private byte[] scratch = new byte[MOST_READ];
    private volatile boolean closed;

    Sockets() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name("sockets").daemon().start(this::run);
    }

    /** Starts to connect. @param number its place among the clients of its listener */
    Client connect(int port, String query, int number, Listener listener) {
        Client client = new Client(port, query, number, listener);
        connecting.add(client);
        selector.wakeup();
        return client;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
                for (Client client = connecting.poll(); client != null; client = connecting.poll()) {
                    client.connect();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isValid() && key.isConnectable()) {
                client.connected(key);
            } else if (key.isValid() && key.isReadable()) {
                client.read();
            }
        } catch (IOException e) {
            client.lost(e.toString());
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection. */
    final class Client {
        final int number;
        private final int port;
        private final String query;
        private final Listener listener;
        private SocketChannel channel;
        private volatile boolean closing;
        private boolean open;
        /** Bytes of an incomplete handshake or frame. */
        private byte[] rest = {};
        /** Payloads of a message that came in fragments. */
        private final List<byte[]> fragments = new ArrayList<>();

        private Client(int port, String query, int number, Listener listener) {
            this.port = port;
            this.query = query;
            this.number = number;
            this.listener = listener;
        }

        private void connect() throws IOException {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_CONNECT, this);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        private void connected(SelectionKey key) throws IOException {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            write(("GET /?testbed=conference&" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        /** From any thread. */
        void send(String text) {
            frame(0x81, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Without a close frame, as when a browser tab is gone; the server may be sending. */
        void close() {
            closing = true;
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void frame(int first, byte[] payload) {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) first);
            if (payload.length < 126) {
                frame.put((byte) (0x80 | payload.length));
            } else {
                frame.put((byte) 0xFE).putShort((short) payload.length);
            }
            frame.putInt(0).put(payload).flip();
            try {
                write(Arrays.copyOf(frame.array(), frame.limit()));
            } catch (IOException e) {
                lost(e.toString());
            }
        }

        /** What clients send is short: a socket that does not take it at once is a broken run. */
        private synchronized void write(byte[] bytes) throws IOException {
            if (channel.write(ByteBuffer.wrap(bytes)) != bytes.length) {
                throw new IOException("the server does not read");
            }
        }

        private void lost(String why) {
            if (!closing) {
                close();
                listener.lost(this, why);
            }
        }

        private void read() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                lost("cut by the server");
                return;
            }
            long at = System.nanoTime();
            int length = rest.length + count;
            if (scratch.length < length) {
                scratch = new byte[length * 2];
            }
            System.arraycopy(rest, 0, scratch, 0, rest.length);
            buffer.flip().get(scratch, rest.length, count);
            int used = open ? 0 : handshake(length);
            while (open && !closing) {
                int next = frameAt(used, length, at);
                if (next == used) {
                    break;
                }
                used = next;
            }
            rest = used == length ? new byte[0] : Arrays.copyOfRange(scratch, used, length);
        }

        private int handshake(int length) {
            String head = new String(scratch, 0, length, StandardCharsets.ISO_8859_1);
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                return 0;
            }
            if (!head.startsWith("HTTP/1.1 101")) {
                lost("refused: " + head.lines().findFirst().orElse(""));
                return length;
            }
            open = true;
            listener.opened(this);
            return end + 4;
        }

        /** @return where the next frame begins, or {@code from} when this one is not complete */
        private int frameAt(int from, int length, long at) {
            if (length - from < 2) {
                return from;
            }
            int first = scratch[from] & 0xFF;
            int size = scratch[from + 1] & 0x7F;
            int head = size == 126 ? 4 : size == 127 ? 10 : 2;
            if (length - from < head) {
                return from;
            }
            ByteBuffer bytes = ByteBuffer.wrap(scratch);
            size = size == 126 ? bytes.getShort(from + 2) & 0xFFFF : size == 127 ? (int) bytes.getLong(from + 2) : size;
            int payload = from + head;
            if (length - payload < size) {
                return from;
            }
            arrived(first, payload, size, at);
            return payload + size;
        }

        private void arrived(int first, int payload, int size, long at) {
            boolean last = (first & 0x80) != 0;
            switch (first & 0x0F) {
                case 0, 1, 2 -> {
                    if (last && fragments.isEmpty()) {
                        listener.message(this, scratch, payload, size, at);
                    } else {
                        fragments.add(Arrays.copyOfRange(scratch, payload, payload + size));
                        if (last) {
                            byte[] whole = joined();
                            listener.message(this, whole, 0, whole.length, at);
                        }
                    }
                }
                case 8 ->
                    lost("closed by the server"
                            + (size < 2
                                    ? ""
                                    : ", code " + ByteBuffer.wrap(scratch).getShort(payload)));
                case 9 -> frame(0x8A, Arrays.copyOfRange(scratch, payload, payload + size));
                default -> {}
            }
        }

        private byte[] joined() {
            ByteBuffer whole = ByteBuffer.allocate(
                    fragments.stream().mapToInt(f -> f.length).sum());
            fragments.forEach(whole::put);
            fragments.clear();
            return whole.array();
        }
    }
}
