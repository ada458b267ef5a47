package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.redis.RedisAccess;
import io.foyer.lab.redis.RedisCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings that docs/operations.md names for a cluster with TLS by a private authority and a password file. */
@QuarkusTest
@QuarkusTestResource(value = SecuredClusterIT.SecuredCluster.class, restrictToAnnotatedClass = true)
@TestProfile(SecuredClusterIT.OwnService.class)
class SecuredClusterIT {
    public static final class OwnService implements QuarkusTestProfile {}

    public static final class SecuredCluster implements QuarkusTestResourceLifecycleManager {
        private Path folder;
        private RedisCluster cluster;

        @Override
        public Map<String, String> start() {
            try {
                folder = Files.createTempDirectory("foyer-secured");
                RedisAccess access = RedisAccess.secured(folder);
                cluster = RedisCluster.start(access);
                Path password = Files.writeString(
                        folder.resolve("password"), access.password().orElseThrow() + "\n");
                return Map.of(
                        "quarkus.redis.client-type", "cluster",
                        "quarkus.redis.hosts", cluster.hosts(),
                        "quarkus.redis.tls-configuration-name", "redis",
                        "quarkus.tls.redis.trust-store.pem.certs",
                                access.authority().orElseThrow().ca().toString(),
                        "foyer.redis.password-file", password.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** After the Redis that all other tests share: the last one's address counts. */
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void stop() {
            if (cluster != null) {
                cluster.close();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    TlsConfigurationRegistry tls;

    @Test
    void theCertificateHasToBeForTheHost() {
        assertThat(tls.get("redis").orElseThrow().getHostnameVerificationAlgorithm())
                .contains("HTTPS");
    }

    @Test
    void theServiceGetsReadyAndPassesOnWhatNodesReport() {
        soon(() -> given().get("/q/health/ready").then().statusCode(200));
        Beat.origin("o1", "10.7.0.1").streams("live/room1/alice").accepted();

        soon(() -> get("/event/live/room1/alice?action=subscribe").then().statusCode(200));
    }
}
