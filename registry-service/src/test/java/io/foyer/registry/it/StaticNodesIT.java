package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.isError;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.foyer.lab.redis.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(StaticNodesIT.Listed.class)
class StaticNodesIT {
    public static final class Listed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "foyer.registry.heartbeat-interval", "300ms",
                    "foyer.registry.suspect-after", "1s",
                    "foyer.registry.gone-after", "500ms",
                    "foyer.registry.tick", "100ms",
                    "foyer.registry.static-nodes[0].id", "fixed",
                    "foyer.registry.static-nodes[0].address", "127.0.22.1",
                    "foyer.registry.static-nodes[0].role", "origin",
                    "foyer.registry.static-nodes[0].signaling-port", String.valueOf(freePort()));
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.22.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ConfigProperty(name = "foyer.registry.static-nodes[0].signaling-port")
    int port;

    @Test
    void aListedNodeIsUsedWhileItAnswersAndWaitedForWhileItDoesNot() {
        soon(() -> given().get("/registry/v1/nodes/fixed").then().body("node.state", equalTo("running")));
        isError(get("/event/live/a?action=broadcast"), 400);
        try (FakeNode node = FakeNode.at("127.0.22.1", port)) {
            soon(() -> given().get("/registry/v1/nodes/fixed").then().body("node.state", equalTo("inservice")));
            get("/event/live/a?action=broadcast").then().body("serverAddress", equalTo("127.0.22.1"));
            // It may report itself as well; both sources stand side by side.
            Beat.origin("fixed", "127.0.22.1")
                    .with("signalingPort", port)
                    .with("region", "west")
                    .accepted();
            soon(() -> given().get("/registry/v1/nodes/fixed")
                    .then()
                    .body("node.sources", containsInAnyOrder("static", "heartbeat"))
                    .body("node.region", equalTo("west")));
        }
        soon(() -> given().get("/registry/v1/nodes/fixed").then().body("node.state", equalTo("running")));
        isError(get("/event/live/a?action=broadcast"), 400);
    }
}
