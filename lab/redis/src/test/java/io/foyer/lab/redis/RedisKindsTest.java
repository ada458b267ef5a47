package io.foyer.lab.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentinels, clusters and secured servers are what they say. */
class RedisKindsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void a_secured_server_lets_in_nobody_without_tls_and_password() {
        RedisAccess access = RedisAccess.secured(folder);
        try (RedisProcess redis = RedisProcess.start(access)) {
            assertThat(redis.uri()).startsWith("rediss://");
            assertThat(redis.ask("PING")).isEqualTo("+PONG");
            assertThat(redis.ask(new RedisAccess(access.authority(), Optional.empty()), "PING"))
                    .startsWith("-NOAUTH");
            assertThat(redis.ask(RedisAccess.OPEN, "PING")).isIn("", "null");
        }
    }

    @Test
    void the_replica_takes_over_when_the_master_ends() {
        try (RedisSentinel sentinel = RedisSentinel.start()) {
            RedisProcess before = sentinel.master().orElseThrow();

            before.kill();

            await("another master").atMost(TIMEOUT).until(() -> sentinel.master()
                    .filter(after -> after != before)
                    .isPresent());
        }
    }

    @Test
    void a_secured_cluster_is_whole_again_when_a_replica_has_taken_over() {
        try (RedisCluster cluster = RedisCluster.start(RedisAccess.secured(folder))) {
            assertThat(cluster.whole()).isTrue();
        }
        try (RedisCluster cluster = RedisCluster.startWithReplicas()) {
            cluster.nodes().getFirst().kill();
            RedisProcess replica = cluster.nodes().get(3);

            await("a new master").atMost(TIMEOUT).until(() -> replica.text("INFO replication")
                    .contains("role:master"));
        }
    }
}
