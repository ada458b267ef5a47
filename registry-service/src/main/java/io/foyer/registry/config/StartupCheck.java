package io.foyer.registry.config;

import io.foyer.contract.InstallationConfig;
import io.foyer.registry.domain.node.LifeCycleTimes;
import io.foyer.registry.domain.node.NodeText;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Refuses to start with a configuration that cannot be meant, and names the key. */
@ApplicationScoped
public class StartupCheck {
    private static final Logger LOG = Logger.getLogger(StartupCheck.class);

    private final InstallationConfig installation;
    private final RegistryConfig registry;

    public StartupCheck(InstallationConfig installation, RegistryConfig registry) {
        this.installation = installation;
        this.registry = registry;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        check();
    }

    void check() {
        require(!installation.accessToken().isBlank(), "foyer.access-token must not be blank");
        switch (installation.mode()) {
            case OPEN ->
                LOG.warn("mode=open: everybody who can reach this service may use it; foyer.mode=secured ends that");
            case SECURED -> {
                require(
                        !installation.accessToken().equals(InstallationConfig.DEFAULT_ACCESS_TOKEN),
                        "foyer.access-token must not be the default when foyer.mode=secured");
                require(
                        registry.nodeKey().filter(key -> !key.isBlank()).isPresent(),
                        "foyer.registry.node-key is needed when foyer.mode=secured");
            }
        }
        require(
                registry.pageToken().filter(installation.accessToken()::equals).isEmpty(),
                "foyer.registry.page-token must differ from foyer.access-token");
        positive(registry.heartbeatInterval(), "foyer.registry.heartbeat-interval");
        positive(registry.goneAfter(), "foyer.registry.gone-after");
        positive(registry.firstReportWithin(), "foyer.registry.first-report-within");
        positive(registry.drainLimit(), "foyer.registry.drain-limit");
        positive(registry.freezeLimit(), "foyer.registry.freeze-limit");
        positive(registry.tick(), "foyer.registry.tick");
        positive(registry.provisionPushTimeout(), "foyer.registry.provision-push-timeout");
        require(
                times(registry).suspectAfter().compareTo(registry.heartbeatInterval()) > 0,
                "foyer.registry.suspect-after must be longer than foyer.registry.heartbeat-interval");
        checkStaticNodes();
    }

    private void checkStaticNodes() {
        Set<String> ids = new HashSet<>();
        for (RegistryConfig.StaticNode node : registry.staticNodes()) {
            require(NodeText.isWord(node.address()), "foyer.registry.static-nodes: not an address: " + node.address());
            require(
                    ids.add(node.id().orElse(node.address())),
                    "foyer.registry.static-nodes: listed twice: " + node.id().orElse(node.address()));
            require(
                    node.signalingPort() > 0 && node.signalingPort() < 65536,
                    "foyer.registry.static-nodes: signaling-port out of range");
            require(node.capacity() > 0, "foyer.registry.static-nodes: capacity must be positive");
        }
    }

    public static LifeCycleTimes times(RegistryConfig registry) {
        return new LifeCycleTimes(
                registry.heartbeatInterval(),
                registry.suspectAfter().orElse(registry.heartbeatInterval().multipliedBy(3)),
                registry.goneAfter(),
                registry.firstReportWithin(),
                registry.drainLimit(),
                registry.freezeLimit());
    }

    private static void positive(Duration duration, String key) {
        require(duration.toMillis() > 0, key + " must be longer than nothing");
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalStateException(message);
        }
    }
}
