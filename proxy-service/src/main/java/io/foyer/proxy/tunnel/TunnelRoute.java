package io.foyer.proxy.tunnel;

import io.foyer.contract.NodeRecord;
import io.foyer.edge.Reason;
import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.client.Client;
import io.foyer.proxy.domain.client.TrustedProxies;
import io.foyer.proxy.domain.handshake.ClientHandshake;
import io.foyer.proxy.domain.handshake.NodeHandshake;
import io.foyer.proxy.domain.request.Refusal;
import io.foyer.proxy.domain.request.SignalingRequest;
import io.foyer.proxy.sessions.OpenSession;
import io.foyer.proxy.sessions.OpenSessions;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The address that browsers open their signaling sockets at: {@code /streammanager/?host=..&app=..&id=..} (signaling,
 * section 1). Browsers are not told why a handshake failed, so {@code GET /streammanager/check} with the same query
 * answers what would happen, without dialing: 200, or the refusal.
 */
@ApplicationScoped
public class TunnelRoute {
    private static final int BEFORE_ALL_OTHERS = -100;

    private final Vertx vertx;
    private final ProxyConfig config;
    private final Admission admission;
    private final OpenSessions sessions;
    private final Dialer dialer;
    private final TunnelObserver observer;
    private final TrustedProxies trusted;
    private final RandomGenerator random;
    private final Clock clock;

    public TunnelRoute(
            Vertx vertx,
            ProxyConfig config,
            Admission admission,
            OpenSessions sessions,
            Dialer dialer,
            TunnelObserver observer,
            TrustedProxies trusted,
            RandomGenerator random,
            Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.admission = admission;
        this.sessions = sessions;
        this.dialer = dialer;
        this.observer = observer;
        this.trusted = trusted;
        this.random = random;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.route("/streammanager").order(BEFORE_ALL_OTHERS).handler(this::open);
        router.route("/streammanager/").order(BEFORE_ALL_OTHERS).handler(this::open);
        router.get("/streammanager/check").order(BEFORE_ALL_OTHERS).handler(this::check);
    }

    private void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        MultiMap headers = request.headers();
        ClientHandshake.Parsed parsed = ClientHandshake.parse(
                request.method().name(),
                joined(headers, "Upgrade"),
                joined(headers, "Connection"),
                joined(headers, "Sec-WebSocket-Version"),
                joined(headers, "Sec-WebSocket-Key"));
        switch (parsed) {
            case ClientHandshake.Parsed.Invalid(Reason reason) -> refuse(request, Refusal.of(reason));
            case ClientHandshake.Parsed.Valid(var _)
            when request.version() != HttpVersion.HTTP_1_1 -> refuse(request, Refusal.of(Reason.UPGRADE_REQUIRED));
            case ClientHandshake.Parsed.Valid(var _)
            when hasBody(headers) -> refuse(request, Refusal.of(Reason.HANDSHAKE_MALFORMED));
            case ClientHandshake.Parsed.Valid(ClientHandshake handshake) -> judge(request, handshake);
        }
    }

    /** All lines of this name as the one that they stand for (RFC 9110 section 5.3), or null. */
    private static String joined(MultiMap headers, String name) {
        return headers.contains(name) ? String.join(", ", headers.getAll(name)) : null;
    }

    /** What follows the head would be the tunnel's for one reader and the request's for another. */
    private static boolean hasBody(MultiMap headers) {
        return headers.contains("Transfer-Encoding")
                || (headers.contains("Content-Length") && !"0".equals(joined(headers, "Content-Length")));
    }

    private void judge(HttpServerRequest request, ClientHandshake browser) {
        switch (admission.judge(request.query())) {
            case Admission.Verdict.Refused(Refusal refusal) -> refuse(request, refusal);
            case Admission.Verdict.Admitted(SignalingRequest asked, NodeRecord node) -> {
                OpenSession open = session(request, asked, node);
                sessions.enter(open)
                        .ifPresentOrElse(
                                full -> refuse(request, Refusal.of(full)), () -> dial(request, browser, asked, open));
            }
        }
    }

    private void dial(HttpServerRequest request, ClientHandshake browser, SignalingRequest asked, OpenSession open) {
        byte[] bytes = nodeHandshake(request, browser, asked, open).bytes();
        Tunnel tunnel = new Tunnel(vertx, vertx.getOrCreateContext(), config, random, open, observer);
        Call call = new Call(vertx, bytes, browser.accept());
        new Handshake(request, open, tunnel, observer, call).start(dialer, browser, config.dialTimeout());
    }

    private NodeHandshake nodeHandshake(
            HttpServerRequest request, ClientHandshake browser, SignalingRequest asked, OpenSession open) {
        String address = open.node().dialAddress();
        String authority = (address.contains(":") ? "[" + address + "]" : address) + ":"
                + open.node().signalingPort();
        return new NodeHandshake(
                authority,
                config.nodePathPrefix().orElse("") + asked.target(),
                browser,
                open.client(),
                request.remoteAddress().port(),
                Optional.ofNullable(request.getHeader("User-Agent")),
                Optional.ofNullable(request.getHeader("Origin")),
                config.nodeSubprotocol());
    }

    private OpenSession session(HttpServerRequest request, SignalingRequest asked, NodeRecord node) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String userAgent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
        return new OpenSession(
                HexFormat.of().formatHex(id),
                node,
                asked.scope().text(),
                client(request),
                shortened(userAgent),
                clock.millis());
    }

    private Client client(HttpServerRequest request) {
        return trusted.clientOf(
                request.remoteAddress().hostAddress(),
                request.isSSL(),
                request.headers().getAll("X-Forwarded-For"),
                request.getHeader("X-Forwarded-Proto"));
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        switch (admission.judge(request.query())) {
            case Admission.Verdict.Refused(Refusal refusal) -> Problem.send(request.response(), refusal);
            case Admission.Verdict.Admitted(SignalingRequest asked, NodeRecord node) ->
                sessions.limitFor(client(request).address())
                        .ifPresentOrElse(
                                full -> Problem.send(request.response(), Refusal.of(full)), () -> request.response()
                                        .putHeader("Content-Type", "application/json")
                                        .putHeader("Cache-Control", "no-store")
                                        .end(new JsonObject()
                                                .put("admitted", true)
                                                .put("host", asked.host())
                                                .put("app", asked.app().toString())
                                                .toBuffer()));
        }
    }

    private void refuse(HttpServerRequest request, Refusal refusal) {
        observer.refused(refusal.reason(), client(request).address());
        Problem.send(request.response(), refusal);
    }

    private static String shortened(String text) {
        return text.length() <= 256 ? text : text.substring(0, 256);
    }
}
