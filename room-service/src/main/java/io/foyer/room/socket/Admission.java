package io.foyer.room.socket;

import io.foyer.room.RoomConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Who may become a socket: 503 when this replica stops or is full, 403 for pages of other origins, 400 for a room that has no
 * name.
 */
@ApplicationScoped
public class Admission implements HttpUpgradeCheck {
    /** The transport of an upgraded connection, which cannot be had from the WebSocket any more. */
    static final TypedKey<HttpConnection> TRANSPORT = new TypedKey<>("foyer.transport");

    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final OpenSockets open;
    private final RoomConfig config;
    private final MeterRegistry metrics;

    public Admission(OpenSockets open, RoomConfig config, MeterRegistry metrics) {
        this.open = open;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (open.draining() || open.full()) {
            return refused(503, open.draining() ? "draining" : "full");
        }
        if (!originAllowed(context.httpRequest().getHeader(HttpHeaders.ORIGIN))) {
            return refused(403, "origin");
        }
        if (Handshake.of(context.httpRequest().query()) instanceof Handshake.BadRoom bad) {
            LOG.debugf("upgrade refused reason=%s", bad.text());
            return refused(400, "bad-name");
        }
        context.userData().put(TRANSPORT, context.httpRequest().connection());
        return CheckResult.permitUpgrade();
    }

    private Uni<CheckResult> refused(int status, String reason) {
        metrics.counter("foyer.room.upgrades", "result", reason).increment();
        return CheckResult.rejectUpgrade(status);
    }

    private boolean originAllowed(String origin) {
        return origin == null
                || config.allowedOrigins()
                        .map(allowed -> allowed.contains(origin))
                        .orElse(true);
    }
}
