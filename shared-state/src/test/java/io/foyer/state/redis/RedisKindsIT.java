package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisAccess;
import io.foyer.lab.redis.RedisCluster;
import io.foyer.lab.redis.RedisProcess;
import io.foyer.lab.redis.RedisSentinel;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same contract with Redis in every form that people run it in, and what each form is chosen for. */
class RedisKindsIT {
    @Nested
    class Standalone extends RedisKindContract {
        private RedisProcess redis;

        @Override
        RedisOptions open() {
            redis = RedisProcess.start();
            return options(RedisClientType.STANDALONE, redis.uri());
        }

        @Override
        List<RedisProcess> masters() {
            return List.of(redis);
        }

        @Override
        void close() {
            redis.close();
        }
    }

    /** With TLS by a private authority, and a password. */
    @Nested
    class Secured extends RedisKindContract {
        @TempDir
        static Path folder;

        private RedisProcess redis;

        @Override
        RedisOptions open() {
            RedisAccess access = RedisAccess.secured(folder);
            redis = RedisProcess.start(access);
            return secured(options(RedisClientType.STANDALONE, redis.uri()), access);
        }

        @Override
        List<RedisProcess> masters() {
            return List.of(redis);
        }

        @Override
        void close() {
            redis.close();
        }
    }

    @Nested
    class Sentinel extends RedisKindContract {
        private RedisSentinel redis;

        @Override
        RedisOptions open() {
            redis = RedisSentinel.start();
            return options(RedisClientType.SENTINEL, redis.hosts()).setMasterName(RedisSentinel.MASTER);
        }

        @Override
        List<RedisProcess> masters() {
            return redis.master().stream().toList();
        }

        @Override
        void close() {
            redis.close();
        }

        @Test
        void after_a_fail_over_writes_and_the_feed_follow_the_new_master() {
            done(promote(one, "live/kept", "alice"));
            done(two.replica(Tables.ROOMS).watch("live/kept"));
            RedisProcess before = redis.master().orElseThrow();

            before.kill();
            await("another master").atMost(PATIENCE).until(() -> redis.master().isPresent());

            worksAgain("failed-over");
            assertThat(done(one.store(Tables.ROOMS).read("live/kept"))
                            .orElseThrow()
                            .value()
                            .promoted())
                    .containsKey("alice");
            before.restart();
            redis.sentinels().getFirst().kill();
            worksAgain("with-a-sentinel-less");
        }
    }

    /** With TLS and a password, which the sentinels ask for as well. */
    @Nested
    class SecuredSentinel extends RedisKindContract {
        @TempDir
        static Path folder;

        private RedisSentinel redis;

        @Override
        RedisOptions open() {
            RedisAccess access = RedisAccess.secured(folder);
            redis = RedisSentinel.start(access);
            return secured(options(RedisClientType.SENTINEL, redis.hosts()), access)
                    .setMasterName(RedisSentinel.MASTER);
        }

        @Override
        List<RedisProcess> masters() {
            return redis.master().stream().toList();
        }

        @Override
        void close() {
            redis.close();
        }

        @Test
        void when_the_master_is_changed_on_purpose_all_follow() {
            RedisProcess before = redis.master().orElseThrow();
            String asked = "SENTINEL FAILOVER " + RedisSentinel.MASTER;
            assertThat(redis.sentinels().getFirst().ask(asked)).isEqualTo("+OK");

            await("the old master to be a replica").atMost(PATIENCE).until(() -> before.text("INFO replication")
                    .contains("role:slave"));

            worksAgain("handed-over");
        }
    }

    @Nested
    class Cluster extends RedisKindContract {
        private RedisCluster redis;

        @Override
        RedisOptions open() {
            redis = RedisCluster.startWithReplicas();
            return options(RedisClientType.CLUSTER, redis.hosts());
        }

        @Override
        List<RedisProcess> masters() {
            return redis.masters();
        }

        @Override
        void close() {
            redis.close();
        }

        @Test
        void when_the_node_that_the_feed_listens_to_ends_it_listens_to_another() {
            await("feeds").atMost(PATIENCE).until(() -> one.state.current() && two.state.current());
            RedisProcess node = listenedTo(redis.nodes()).orElseThrow();

            node.kill();

            worksAgain("other-feed");
            node.restart();
            await("the cluster to be whole").atMost(PATIENCE).until(redis::whole);
        }

        @Test
        void without_one_of_the_replicas_all_goes_on() {
            RedisProcess replica = redis.nodes().stream()
                    .filter(node -> !masters().contains(node))
                    .findFirst()
                    .orElseThrow();

            replica.kill();

            worksAgain("without-replica");
            replica.restart();
            await("the cluster to be whole").atMost(PATIENCE).until(redis::whole);
        }

        @Test
        void when_a_master_ends_its_replica_takes_over() {
            done(promote(one, "live/kept", "alice"));
            done(two.replica(Tables.ROOMS).watch("live/kept"));
            RedisProcess master = masters().getFirst();

            master.kill();

            await("another master").atMost(PATIENCE).until(() -> masters().size() == 3);
            worksAgain("taken-over");
            assertThat(done(one.store(Tables.ROOMS).read("live/kept"))
                            .orElseThrow()
                            .value()
                            .promoted())
                    .containsKey("alice");
            master.restart();
            await("the cluster to be whole").atMost(PATIENCE).until(redis::whole);
        }
    }

    /** With TLS and a password. */
    @Nested
    class SecuredCluster extends RedisKindContract {
        @TempDir
        static Path folder;

        private RedisCluster redis;

        @Override
        RedisOptions open() {
            RedisAccess access = RedisAccess.secured(folder);
            redis = RedisCluster.start(access);
            return secured(options(RedisClientType.CLUSTER, redis.hosts()), access);
        }

        @Override
        List<RedisProcess> masters() {
            return redis.nodes();
        }

        @Override
        void close() {
            redis.close();
        }

        @Test
        void a_node_that_restarts_without_its_data_gets_it_back() {
            done(two.replica(Tables.ROOMS).watch("live/kept"));
            done(promote(one, "live/kept", "alice"));
            await("cached")
                    .atMost(PATIENCE)
                    .until(() -> two.replica(Tables.ROOMS).get("live/kept").isPresent());

            redis.nodes().forEach(RedisProcess::restart);

            worksAgain("restarted");
            await("restored").atMost(PATIENCE).ignoreExceptions().until(() -> done(one.store(Tables.ROOMS)
                            .read("live/kept"))
                    .isPresent());
        }
    }

    private static RedisOptions secured(RedisOptions options, RedisAccess access) {
        options.setPassword(access.password().orElseThrow());
        options.getNetClientOptions()
                .setSsl(true)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(access.authority().orElseThrow().ca().toString()));
        return options;
    }
}
