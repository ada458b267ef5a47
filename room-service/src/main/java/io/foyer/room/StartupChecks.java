package io.foyer.room;

import io.foyer.contract.InstallationConfig;
import io.foyer.contract.Presence;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Refuses to start with an invalid configuration. */
@ApplicationScoped
public class StartupChecks {
    private static final Logger LOG = Logger.getLogger(StartupChecks.class);

    private final InstallationConfig installation;
    private final RoomConfig room;

    public StartupChecks(InstallationConfig installation, RoomConfig room) {
        this.installation = installation;
        this.room = room;
    }

    void check(@Observes @Priority(1) StartupEvent event) {
        String scheme = room.streamManagerUrl().getScheme();
        require(
                ("http".equals(scheme) || "https".equals(scheme))
                        && room.streamManagerUrl().getHost() != null,
                "foyer.room.stream-manager-url must be http://host[:port] or https://host[:port]");
        require(room.endsAfter().toMillis() >= 300, "foyer.room.ends-after must be at least 300ms");
        require(!room.seatGrace().isNegative(), "foyer.room.seat-grace must not be negative");
        require(
                room.promise().isPositive() && room.promise().toMillis() <= Presence.REMEMBERED_MILLIS,
                "foyer.room.promise must be between 1ms and 60s");
        if (installation.mode() == InstallationConfig.Mode.OPEN) {
            LOG.warn("OPEN MODE: anybody may moderate any room. For laptops only; set foyer.mode=secured");
            return;
        }
        require(
                !installation.accessToken().equals(InstallationConfig.DEFAULT_ACCESS_TOKEN),
                "foyer.access-token must be set to a token of your own in secured mode");
        require(
                room.webhookSecret().filter(secret -> secret.length() >= 16).isPresent(),
                "foyer.room.webhook-secret must have at least 16 characters in secured mode");
        LOG.warn("clients of the room sockets are not authenticated yet: whoever can connect may moderate");
    }

    private static void require(boolean met, String text) {
        if (!met) {
            throw new IllegalStateException(text);
        }
    }
}
