package io.foyer.lab.stack.ingress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An ingress in front of fake backends; all is closed after each test. */
abstract class IngressFixture {
    static final String[] WEBSOCKET_REQUEST = {
        "GET /streammanager/?id=alice HTTP/1.1",
        "Host: localhost",
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Origin: https://localhost",
    };
    static final String[] WEBSOCKET_AGREED = {
        "HTTP/1.1 101 Switching Protocols",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    };

    static Certificate certificate;
    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) {
        certificate = Certificate.in(folder, Clock.systemUTC());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    FakeBackend backend(FakeBackend.Behaviour behaviour) throws IOException {
        return keep(new FakeBackend(behaviour));
    }

    FakeBackend backendSaying(String body) throws IOException {
        return keep(FakeBackend.saying(body));
    }

    /** All destinations lead to these replicas. */
    void ingressTo(FakeBackend... replicas) {
        ingressToPorts(java.util.Arrays.stream(replicas).map(FakeBackend::port).toList());
    }

    void ingressToPorts(List<Integer> ports) {
        Upstream upstream = new Upstream("room-service", ports);
        ingress(Map.of(Destination.ROOM, upstream, Destination.PROXY, upstream, Destination.REGISTRY, upstream));
    }

    void ingress(Map<Destination, Upstream> upstreams) {
        port = keep(Ingress.open("127.0.0.1", List.of(0), certificate, upstreams))
                .ports()
                .getFirst();
    }

    int port() {
        return port;
    }

    Wire browser() throws IOException {
        return keep(Wire.browser(port, certificate));
    }

    <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }
}
