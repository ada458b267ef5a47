package io.foyer.room.socket;

import io.foyer.edge.Reason;
import io.foyer.room.RoomConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Who may become a socket: 503 when this replica stops or is full, 403 for pages of other origins, 400 for a room that has no
 * name.
 */
@ApplicationScoped
public class Admission implements HttpUpgradeCheck {
    /** The channel of an upgraded connection, which cannot be had from the WebSocket any more. */
    static final TypedKey<Channel> CHANNEL = new TypedKey<>("foyer.channel");

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
            return refused(open.draining() ? Reason.DRAINING : Reason.FULL);
        }
        if (!originAllowed(context.httpRequest().getHeader(HttpHeaders.ORIGIN))) {
            return refused(Reason.ORIGIN_NOT_ALLOWED);
        }
        if (Handshake.of(context.httpRequest().query()) instanceof Handshake.BadRoom bad) {
            LOG.debugf("upgrade refused reason=%s", bad.text());
            return refused(Reason.BAD_NAME);
        }
        context.userData().put(CHANNEL, ((ConnectionBase) context.httpRequest().connection()).channel());
        return CheckResult.permitUpgrade();
    }

    private Uni<CheckResult> refused(Reason reason) {
        metrics.counter("foyer.room.upgrades", "result", reason.id()).increment();
        return CheckResult.rejectUpgrade(reason.status());
    }

    private boolean originAllowed(String origin) {
        return origin == null
                || config.allowedOrigins()
                        .map(allowed -> allowed.contains(origin))
                        .orElse(true);
    }
}
