package io.foyer.lab.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A master, a replica of it, and three sentinels, of which two have to agree that the master is down: after about 2 s. */
public final class RedisSentinel implements AutoCloseable {
    /** What the sentinels call the master, as in {@code quarkus.redis.master-name}. */
    public static final String MASTER = "foyer";

    private static final int SENTINELS = 3;

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();

    private RedisSentinel(RedisAccess access) {
        try {
            RedisProcess master = RedisProcess.start(access);
            servers.add(master);
            servers.add(RedisProcess.start(
                    RedisProcess.freePort(),
                    access,
                    List.of(
                            "--replicaof",
                            "127.0.0.1",
                            Integer.toString(master.port()),
                            "--repl-diskless-sync-delay",
                            "0")));
            Wait.until("the replica to have a copy", () -> master.text("INFO replication")
                    .contains("state=online"));
            List<String> watching = new ArrayList<>(List.of(
                    "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 2",
                    "sentinel down-after-milliseconds " + MASTER + " 1000",
                    "sentinel failover-timeout " + MASTER + " 3000"));
            access.password().ifPresent(word -> {
                watching.add("sentinel auth-pass " + MASTER + " " + word);
                watching.add("sentinel sentinel-pass " + word);
            });
            for (int i = 0; i < SENTINELS; i++) {
                sentinels.add(RedisProcess.startSentinel(access, watching));
            }
            Wait.until("the sentinels to find each other and the replica", () -> sentinels.stream()
                    .allMatch(sentinel -> sentinel.text("INFO sentinel").contains("slaves=1,sentinels=" + SENTINELS)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public static RedisSentinel start() {
        return new RedisSentinel(RedisAccess.OPEN);
    }

    public static RedisSentinel start(RedisAccess access) {
        return new RedisSentinel(access);
    }

    /** The sentinels, in the form of {@code quarkus.redis.hosts}. */
    public String hosts() {
        return sentinels.stream().map(RedisProcess::uri).collect(Collectors.joining(","));
    }

    /** The server that takes writes; empty during a fail-over. */
    public Optional<RedisProcess> master() {
        return servers.stream()
                .filter(server -> server.ask("PING").equals("+PONG"))
                .filter(server -> server.text("INFO replication").contains("role:master"))
                .findFirst();
    }

    /** The servers, the first master first. */
    public List<RedisProcess> servers() {
        return List.copyOf(servers);
    }

    public List<RedisProcess> sentinels() {
        return List.copyOf(sentinels);
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        servers.forEach(RedisProcess::close);
    }
}
