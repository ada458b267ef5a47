package io.foyer.lab.stack.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.stack.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpThroughIngressIT extends IngressFixture {
    private final BlockingQueue<Wire.Head> seen = new LinkedBlockingQueue<>();

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(Trust.in(certificate.pem())).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private Wire.Head seen() throws InterruptedException {
        Wire.Head head = seen.poll(10, TimeUnit.SECONDS);
        assertThat(head).as("a request that reached the service").isNotNull();
        return head;
    }

    private FakeBackend noting() throws IOException {
        return backend(connection -> {
            while (true) {
                seen.add(connection.head());
                connection.sendHead("HTTP/1.1 200 OK", "Content-Length: 0");
            }
        });
    }

    @Test
    void each_path_reaches_its_service_over_tls_that_a_browser_can_check() throws Exception {
        ingress(Map.of(
                Destination.REGISTRY,
                        new Upstream(
                                "registry-service",
                                List.of(backendSaying("registry").port())),
                Destination.PROXY,
                        new Upstream(
                                "proxy-service", List.of(backendSaying("proxy").port())),
                Destination.ROOM,
                        new Upstream(
                                "room-service", List.of(backendSaying("room").port()))));

        assertThat(get("/streammanager/api/4.0/event/list").body()).isEqualTo("registry");
        assertThat(get("/streammanager?host=127.0.10.1").body()).isEqualTo("proxy");
        assertThat(get("/live/room1/whip/endpoint/alice").body()).isEqualTo("proxy");
        assertThat(get("/as/v1/proxy/whip/live/alice").body()).isEqualTo("proxy");
        assertThat(get("/as/v1/admin/nodegroup").body()).isEqualTo("registry");
        assertThat(get("/host.html?room=room1").body()).isEqualTo("room");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/health/ready", "/q", "/%71/metrics", "/x/../q/metrics", "//q/metrics", "/registry/v1/nodes/a"
            })
    void what_is_for_the_inside_only_is_not_there(String path) throws Exception {
        ingressTo(backendSaying("should not be reached"));
        Wire browser = browser();
        browser.sendHead("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close");

        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(browser.readToEnd()).contains("\"errorMessage\"");
    }

    @Test
    void a_malformed_target_is_refused() throws Exception {
        ingressTo(backendSaying("should not be reached"));
        Wire browser = browser();
        browser.sendHead("GET /a%zz HTTP/1.1", "Host: localhost");

        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void the_service_learns_who_asked_from_the_ingress_and_from_nobody_else() throws Exception {
        ingressTo(noting());
        Wire browser = browser();
        browser.sendHead(
                "GET /host.html HTTP/1.1",
                "Host: rooms.example.org:8443",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Host: evil.example.org",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Prefix: /evil",
                "Forwarded: for=6.6.6.6",
                "X-Real-IP: 6.6.6.6");
        browser.head();

        Wire.Head request = seen();
        assertThat(request.one("Host")).isEqualTo("rooms.example.org:8443");
        assertThat(request.one("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(request.one("X-Forwarded-Host")).isEqualTo("rooms.example.org:8443");
        assertThat(request.one("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(request.one("X-Forwarded-Port")).isEqualTo(Integer.toString(port()));
        assertThat(request.all("X-Forwarded-Prefix")).isEmpty();
        assertThat(request.all("Forwarded")).isEmpty();
        assertThat(request.all("X-Real-IP")).isEmpty();
    }

    @Test
    void headers_of_one_connection_stay_on_that_connection() throws Exception {
        ingressTo(backend(connection -> {
            seen.add(connection.head());
            connection.sendHead(
                    "HTTP/1.1 200 OK",
                    "Connection: close, X-Only-Here",
                    "X-Only-Here: 1",
                    "Keep-Alive: timeout=5",
                    "Proxy-Authenticate: Basic",
                    "Set-Cookie: a=1",
                    "Set-Cookie: b=2",
                    "Content-Length: 2");
            connection.send("ok");
        }));
        Wire browser = browser();
        browser.sendHead(
                "GET /host.html HTTP/1.1",
                "Host: localhost",
                "Connection: keep-alive, X-Hop",
                "Keep-Alive: timeout=9",
                "X-Hop: 1",
                "TE: trailers",
                "Proxy-Authorization: Basic eDp5",
                "Upgrade: h2c",
                "Accept: text/html");

        Wire.Head answer = browser.head();
        Wire.Head request = seen();
        for (String name : List.of("Keep-Alive", "X-Hop", "TE", "Proxy-Authorization", "Upgrade")) {
            assertThat(request.all(name)).as(name).isEmpty();
        }
        assertThat(request.one("Accept")).isEqualTo("text/html");
        for (String name : List.of("Keep-Alive", "X-Only-Here", "Proxy-Authenticate")) {
            assertThat(answer.all(name)).as(name).isEmpty();
        }
        assertThat(answer.all("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(browser.readText(2)).isEqualTo("ok");
    }

    @Test
    void the_query_arrives_as_it_was_sent() throws Exception {
        ingressTo(noting());
        Wire browser = browser();
        browser.sendHead("GET /a/%2e%2e/b%2Fc?x=%71&token={\"a\":1} HTTP/1.1", "Host: localhost");
        browser.head();

        assertThat(seen().first()).isEqualTo("GET /b%2Fc?x=%71&token={\"a\":1} HTTP/1.1");
    }

    @Test
    void a_big_body_gets_through_in_both_directions_unchanged() throws Exception {
        byte[] body = new byte[20_000_000];
        new Random(42).nextBytes(body);
        ingressTo(backend(connection -> {
            Wire.Head head = connection.head();
            byte[] received = connection.read(Integer.parseInt(head.one("Content-Length")));
            connection.sendHead("HTTP/1.1 200 OK", "Content-Length: " + received.length);
            connection.send(received);
        }));
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(Trust.in(certificate.pem())).build()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port() + "/upload"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void a_service_that_does_not_take_an_upload_pauses_the_browser() throws Exception {
        int total = 32 * 1024 * 1024;
        byte[] block = new byte[64 * 1024];
        CountDownLatch mayRead = new CountDownLatch(1);
        ingressTo(backend(connection -> {
            connection.head();
            mayRead.await();
            for (int read = 0; read < total; read += block.length) {
                connection.read(block.length);
            }
            connection.sendHead("HTTP/1.1 200 OK", "Content-Length: 0");
        }));
        Wire browser = browser();
        browser.sendHead("POST /webhook HTTP/1.1", "Host: localhost", "Content-Length: " + total);
        AtomicLong sent = Standstill.sendInBackground(browser, block, total);

        assertThat(Standstill.of(sent)).isPositive().isLessThan(total / 2);
        mayRead.countDown();
        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void chunks_arrive_as_a_whole_and_are_answered_in_chunks() throws Exception {
        ingressTo(backend(connection -> {
            Wire.Head head = connection.head();
            seen.add(head);
            String received = "";
            while (!received.endsWith("0\r\n\r\n")) {
                received += connection.readText(1);
            }
            connection.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            connection.send(received);
        }));
        Wire browser = browser();
        browser.sendHead("POST /webhook HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked");
        browser.send("5\r\nhello\r\n").send("0\r\n\r\n");

        assertThat(browser.head().one("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(seen().one("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(browser.readText(10)).isEqualTo("5\r\nhello\r\n");
        assertThat(browser.readText(5)).isEqualTo("0\r\n\r\n");
    }

    @Test
    void an_answer_without_a_body_keeps_the_connection_usable() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead("HTTP/1.1 204 No Content");
            connection.head();
            connection.sendHead("HTTP/1.1 200 OK", "Content-Length: 7");
            connection.head();
            connection.sendHead("HTTP/1.1 304 Not Modified", "ETag: \"1\"");
        }));
        Wire browser = browser();
        browser.sendHead("DELETE /live/whip/resource/a HTTP/1.1", "Host: localhost");
        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 204 No Content");
        browser.sendHead("HEAD /host.html HTTP/1.1", "Host: localhost");
        assertThat(browser.head().one("Content-Length")).isEqualTo("7");
        browser.sendHead("GET /host.html HTTP/1.1", "Host: localhost");
        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 304 Not Modified");
    }

    @Test
    void a_service_that_is_away_is_a_503_with_a_message() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        ingressToPorts(List.of(nobody));

        HttpResponse<String> answer = get("/host.html");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"status\":503,\"errorMessage\":\"room-service is away\"}");
    }

    @Test
    void a_service_that_breaks_off_before_its_answer_is_a_502() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.reset();
        }));

        HttpResponse<String> answer = get("/host.html");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("room-service broke off its answer");
    }

    @Test
    void a_service_that_breaks_off_within_its_answer_never_looks_complete() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            connection.send("5\r\nhello\r\n");
            connection.reset();
        }));
        Wire browser = browser();
        browser.sendHead("GET /host.html HTTP/1.1", "Host: localhost");
        browser.head();

        assertThat(browser.readToEnd()).startsWith("5\r\nhello").doesNotContain("0\r\n\r\n");
    }

    @Test
    void an_upload_that_the_browser_breaks_off_never_looks_complete_to_the_service() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        CountDownLatch arrived = new CountDownLatch(1);
        ingressTo(backend(connection -> {
            connection.head();
            connection.read(10);
            arrived.countDown();
            received.add(connection.readToEnd());
        }));
        Wire browser = browser();
        browser.sendHead("POST /webhook HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked");
        browser.send("5\r\nhello\r\n");
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        browser.reset();

        assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull().doesNotContain("0\r\n\r\n");
    }

    @Test
    void replicas_take_turns_and_one_that_is_away_is_passed_over() throws Exception {
        FakeBackend first = backendSaying("one");
        FakeBackend second = backendSaying("two");
        ingressTo(first, second);

        assertThat(List.of(get("/").body(), get("/").body(), get("/").body(), get("/").body()))
                .containsExactly("one", "two", "one", "two");

        first.close();
        assertThat(List.of(get("/").body(), get("/").body(), get("/").body())).containsOnly("two");
    }

    @Test
    void a_request_that_only_reads_is_repeated_when_a_kept_connection_turns_out_to_be_closed() throws Exception {
        ingressTo(backend(connection -> {
            connection.head();
            connection.sendHead("HTTP/1.1 200 OK", "Content-Length: 2").send("ok");
            // As a service that restarts: gone just when the next request arrives.
            connection.head();
        }));

        assertThat(get("/").body()).isEqualTo("ok");
        assertThat(get("/").body()).isEqualTo("ok");
    }

    @Test
    void a_request_that_changes_something_is_never_repeated() throws Exception {
        ingressTo(backend(connection -> {
            seen.add(connection.head());
            connection.reset();
        }));
        Wire browser = browser();
        browser.sendHead("POST /webhook HTTP/1.1", "Host: localhost", "Content-Length: 0");

        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 502 Bad Gateway");
        assertThat(seen).hasSize(1);
    }

    @Test
    void an_expectation_is_answered_by_the_ingress() throws Exception {
        ingressTo(backend(connection -> {
            Wire.Head head = connection.head();
            seen.add(head);
            connection.read(5);
            connection.sendHead("HTTP/1.1 200 OK", "Content-Length: 0");
        }));
        Wire browser = browser();
        browser.sendHead("POST /webhook HTTP/1.1", "Host: localhost", "Content-Length: 5", "Expect: 100-continue");
        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 100 Continue");
        browser.send("hello");

        assertThat(browser.head().first()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(seen().all("Expect")).isEmpty();
    }
}
