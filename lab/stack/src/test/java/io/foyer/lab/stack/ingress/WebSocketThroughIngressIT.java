package io.foyer.lab.stack.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WebSocketThroughIngressIT extends IngressFixture {
    /** A text frame "hello" without mask, and a close frame with code 1000. */
    private static final byte[] HELLO = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};

    private static final byte[] CLOSE = {(byte) 0x88, 2, 3, (byte) 0xe8};

    private Wire connected() throws IOException {
        Wire browser = browser();
        browser.sendHead(WEBSOCKET_REQUEST);
        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 101 Switching Protocols");
        return browser;
    }

    @Test
    void the_handshake_passes_with_everything_it_agreed_on() throws Exception {
        BlockingQueue<Wire.Head> seen = new LinkedBlockingQueue<>();
        ingressTo(backend(connection -> {
            seen.add(connection.head());
            connection.sendHead(
                    "HTTP/1.1 101 Switching Protocols",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                    "Sec-WebSocket-Protocol: foyer.v1",
                    "Sec-WebSocket-Extensions: permessage-deflate");
            connection.readToEnd();
        }));
        Wire browser = browser();
        String[] request = Arrays.copyOf(WEBSOCKET_REQUEST, WEBSOCKET_REQUEST.length + 3);
        request[request.length - 3] = "Sec-WebSocket-Protocol: foyer.v1";
        request[request.length - 2] = "Sec-WebSocket-Extensions: permessage-deflate";
        request[request.length - 1] = "X-Forwarded-For: 6.6.6.6";
        browser.sendHead(request);

        Wire.Head answer = browser.head();
        assertThat(answer.first()).isEqualTo("HTTP/1.1 101 Switching Protocols");
        assertThat(answer.one("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(answer.one("Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(answer.one("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.one("Sec-WebSocket-Protocol")).isEqualTo("foyer.v1");
        assertThat(answer.one("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate");

        Wire.Head request1 = seen.take();
        assertThat(request1.first()).isEqualTo("GET /streammanager/?id=alice HTTP/1.1");
        assertThat(request1.one("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(request1.one("Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(request1.one("Host")).isEqualTo("localhost");
        assertThat(request1.one("Origin")).isEqualTo("https://localhost");
        assertThat(request1.one("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(request1.one("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(request1.one("X-Forwarded-Proto")).isEqualTo("https");
    }

    @Test
    void a_frame_that_comes_in_one_piece_with_the_agreement_is_not_lost() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            byte[] head = (String.join("\r\n", WEBSOCKET_AGREED) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
            byte[] both = Arrays.copyOf(head, head.length + HELLO.length);
            System.arraycopy(HELLO, 0, both, head.length, HELLO.length);
            connection.send(both);
            connection.readToEnd();
        }));

        assertThat(connected().read(HELLO.length)).isEqualTo(HELLO);
    }

    @Test
    void bytes_pass_unchanged_in_both_directions() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            while (true) {
                connection.send(connection.read(1));
            }
        }));
        Wire browser = connected();
        byte[] anything = new byte[5_000];
        new Random(7).nextBytes(anything);

        browser.send(anything);

        assertThat(browser.read(anything.length)).isEqualTo(anything);
    }

    @Test
    void a_close_frame_reaches_the_browser_before_the_connection_ends() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            connection.send(HELLO).send(CLOSE);
        }));

        byte[] received = connected().readToEnd().getBytes(StandardCharsets.ISO_8859_1);

        assertThat(received).endsWith(CLOSE).startsWith(HELLO).hasSize(HELLO.length + CLOSE.length);
    }

    @Test
    void a_service_that_dies_is_seen_as_an_end_without_a_close_frame() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            connection.read(1);
            connection.reset();
        }));
        Wire browser = connected();
        browser.send("x");

        assertThat(browser.readToEnd()).isEmpty();
    }

    @Test
    void a_service_that_cuts_the_connection_is_seen_as_an_end_without_a_close_frame() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            connection.send(HELLO);
        }));

        assertThat(connected().readToEnd().getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(HELLO);
    }

    @Test
    void a_browser_that_vanishes_ends_the_connection_to_the_service() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            connection.readToEnd();
            ended.countDown();
        }));
        connected().reset();

        assertThat(ended.await(10, TimeUnit.SECONDS))
                .as("the service saw the end")
                .isTrue();
    }

    @Test
    void what_the_browser_said_last_reaches_the_service() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            said.add(connection.readToEnd());
        }));
        Wire browser = connected();
        String words = "good bye ".repeat(20_000);
        browser.send(words);
        browser.close();

        assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo(words);
    }

    @Test
    void a_browser_that_leaves_before_the_agreement_leaves_nothing_behind() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        ingressTo(backend(connection -> {
            connection.head();
            asked.countDown();
            connection.readToEnd();
            ended.countDown();
        }));
        Wire browser = browser();
        browser.sendHead(WEBSOCKET_REQUEST);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        browser.reset();

        assertThat(ended.await(10, TimeUnit.SECONDS))
                .as("the service saw the end")
                .isTrue();
    }

    @Test
    void a_refused_upgrade_passes_with_status_and_body() throws Exception {
        String body = "{\"error\":\"host.unregistered\"}";
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(
                    "HTTP/1.1 403 Forbidden",
                    "Content-Type: application/problem+json",
                    "Content-Length: " + body.length());
            connection.send(body);
            connection.readToEnd();
        }));
        Wire browser = browser();
        browser.sendHead(WEBSOCKET_REQUEST);

        Wire.Head answer = browser.head();
        assertThat(answer.first()).isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(answer.one("Content-Type")).isEqualTo("application/problem+json");
        assertThat(browser.readText(body.length())).isEqualTo(body);
    }

    @Test
    void without_the_service_the_upgrade_is_refused_with_503() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        ingressToPorts(List.of(nobody));
        Wire browser = browser();
        browser.sendHead(WEBSOCKET_REQUEST);

        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 503 Service Unavailable");
    }

    @Test
    void a_service_that_dies_before_agreeing_is_a_502() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.reset();
        }));
        Wire browser = browser();
        browser.sendHead(WEBSOCKET_REQUEST);

        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 502 Bad Gateway");
    }

    @Test
    void a_browser_that_does_not_read_pauses_the_service_and_loses_nothing() throws Exception {
        int total = 32 * 1024 * 1024;
        byte[] block = new byte[64 * 1024];
        new Random(3).nextBytes(block);
        AtomicLong sent = new AtomicLong();
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            while (sent.get() < total) {
                connection.send(block);
                sent.addAndGet(block.length);
            }
        }));
        Wire browser = connected();

        // Not reading: what fits into socket and queue buffers goes out, then the service stands still.
        long standing = Standstill.of(sent);
        assertThat(standing).isLessThan(total / 2);

        for (int read = 0; read < total; read += block.length) {
            assertThat(browser.read(block.length)).isEqualTo(block);
        }
        assertThat(browser.readToEnd()).isEmpty();
    }

    @Test
    void a_service_that_does_not_read_pauses_the_browser() throws Exception {
        int total = 32 * 1024 * 1024;
        byte[] block = new byte[64 * 1024];
        CountDownLatch mayRead = new CountDownLatch(1);
        CountDownLatch allRead = new CountDownLatch(1);
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead(WEBSOCKET_AGREED);
            mayRead.await();
            for (int read = 0; read < total; read += block.length) {
                connection.read(block.length);
            }
            allRead.countDown();
        }));
        Wire browser = connected();
        AtomicLong sent = Standstill.sendInBackground(browser, block, total);

        assertThat(Standstill.of(sent)).isPositive().isLessThan(total / 2);
        mayRead.countDown();
        assertThat(allRead.await(30, TimeUnit.SECONDS)).as("all was read").isTrue();
    }
}
