package io.foyer.lab.history;

import io.foyer.lab.history.History.Command;
import io.foyer.lab.history.History.Entry;
import io.foyer.lab.history.Survival.Fault;
import io.foyer.lab.redis.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Hosts on all replicas command at once, something breaks in the middle, and afterwards every replica is asked what is left.
 *
 * <p>A command is acknowledged when its sender is shown its result; when it is answered with an error, or not at all, it may
 * have been carried out or not.
 */
final class HistoryRun implements AutoCloseable {
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(3);
    private static final Duration SETTLED = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Power is lost with what the disk had a second ago, and writing takes its time: see the table. */
    private static final Duration DISK = Duration.ofSeconds(2);

    private static final Path AOF = Path.of("appendonlydir");

    private final Cluster cluster;
    private final Survival row;
    private final String room = "live/history" + Long.toHexString(System.nanoTime());
    private final History history = new History();
    private final Queue<Client> staying = new ConcurrentLinkedQueue<>();
    private RedisProcess cutOff;
    private volatile long copiedAt;
    private volatile long brokenAt = Long.MAX_VALUE;

    private HistoryRun(Cluster cluster, Survival row) {
        this.cluster = cluster;
        this.row = row;
    }

    /** What was lost that must not be; empty if nothing. */
    static Optional<String> fault(Cluster cluster, Survival row, List<Command> commands) {
        cluster.redis(row.persistence().start());
        cluster.awaitWorking();
        try (HistoryRun run = new HistoryRun(cluster, row)) {
            return run.fault(commands);
        }
    }

    private Optional<String> fault(List<Command> commands) {
        if (row.failsOver()) {
            cutOff = Persistence.NONE.start();
            cutOff.ask("REPLICAOF 127.0.0.1 " + cluster.redis().port());
            Await.orFail(Duration.ofSeconds(20), "a Redis replica in step", () -> cluster.redis()
                    .ask("WAIT 1 500")
                    .equals(":1"));
        }
        List<Thread> hosts = new ArrayList<>();
        for (int host = 0; host < cluster.replicas().size(); host++) {
            int number = host;
            List<Command> own = commands.stream()
                    .filter(command -> command.host() == number)
                    .toList();
            hosts.add(Thread.ofVirtual().start(() -> command(number, own)));
        }
        awaitProgress(commands.size() / 4);
        copy();
        awaitProgress(commands.size() / 2);
        breakIt();
        cluster.awaitWorking();
        hosts.forEach(HistoryRun::join);
        for (int replica = 0; replica < cluster.replicas().size(); replica++) {
            Optional<String> missing = missing(replica);
            if (missing.isPresent()) {
                return Optional.of(cluster.replica(replica) + ", broken at "
                        + Duration.ofNanos(brokenAt).toMillis() + " ms: " + missing.get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(int replica) {
        Optional<Client> client = Client.connect(cluster.replica(replica), room);
        if (client.isEmpty()) {
            return Optional.of("takes no connection");
        }
        try (Client fresh = client.get()) {
            return Await.within(
                    SETTLED,
                    () -> fresh.greeted()
                            ? history.missing(fresh.shown(), this::mayBeLost)
                            : Optional.of("does not say what there is"));
        }
    }

    private boolean mayBeLost(Entry entry) {
        long at = entry.at().orElse(0L);
        return at <= brokenAt
                && switch (row.loss()) {
                    case NOTHING -> false;
                    case FEED -> entry.replica() == 0 && at > brokenAt - 2 * Cluster.FEED_LAG.toNanos();
                    case LAST_SECONDS -> at > brokenAt - DISK.toNanos();
                    case SINCE_COPY -> at > copiedAt;
                    case EVERYTHING -> true;
                };
    }

    /** One host: connects to its replica, or to the next that takes it, and commands one thing after the other. */
    private void command(int host, List<Command> commands) {
        Optional<Client> client = Optional.empty();
        int replica = host;
        for (Command command : commands) {
            LockSupport.parkNanos(PAUSE.toNanos());
            while (client.isEmpty() || !client.get().connected()) {
                client.ifPresent(Client::close);
                client = Client.connect(cluster.replica(replica), room);
                if (client.isEmpty()) {
                    replica = (replica + 1) % cluster.replicas().size();
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
            send(client.get(), command, replica);
        }
        // It stays: what a replica knows of a room it knows for as long as somebody is in it.
        client.ifPresent(staying::add);
    }

    private void send(Client client, Command command, int replica) {
        int before = client.seen().size();
        client.send(command.verb().name().toLowerCase(Locale.ROOT), command.name(), "");
        Optional<String> missing = Await.within(ACKNOWLEDGED, () -> {
            boolean answered = client.seen().size() > before;
            boolean done = answered && command.verb().isSeenIn(client.shown(), command.name());
            boolean over = !client.connected() || client.errorAfter(before).isPresent();
            return done || over ? Optional.empty() : Optional.of("no answer");
        });
        if (missing.isEmpty()
                && client.errorAfter(before).isEmpty()
                && command.verb().isSeenIn(client.shown(), command.name())) {
            history.acknowledged(command, replica);
        } else {
            history.unknown(command, replica, client.errorAfter(before).orElse("not answered"));
        }
    }

    private void awaitProgress(int entries) {
        Await.orFail(Duration.ofMinutes(1), entries + " commands", () -> history.size() >= entries);
    }

    /** What an older state will be: a snapshot on disk, or the Redis replica from now on alone. */
    private void copy() {
        if (row.persistence() == Persistence.RDB) {
            cluster.redis().ask("SAVE");
        }
        if (cutOff != null) {
            cutOff.ask("REPLICAOF NO ONE");
        }
        copiedAt = history.now() - PAUSE.toNanos() * 10;
    }

    private void breakIt() {
        List<Replica> replicas = cluster.replicas();
        if (row.fault() == Fault.POWER_LOSS && row.persistence() == Persistence.AOF_EVERYSEC) {
            loseUnsynced();
            return;
        }
        switch (row.fault()) {
            case REPLICA_KILLED -> restart(replicas.subList(0, 1), () -> {});
            case REPLICAS_KILLED -> restart(replicas, () -> {});
            case REPLICA_CUT_OFF -> {
                broken();
                replicas.getFirst().relay().cut();
                awaitProgress(history.size() + 3);
                replicas.getFirst().relay().restore();
            }
            case CLOCK_JUMP -> {
                broken();
                replicas.getLast().setClock(Duration.ofSeconds(-5));
            }
            case REDIS_KILLED -> {
                cluster.redis().kill();
                broken();
                cluster.redis().restart();
            }
            case FAIL_OVER -> failOver();
            case REDIS_AND_A_REPLICA_KILLED -> restart(replicas.subList(0, 1), this::restartRedis);
            case POWER_LOSS -> restart(replicas, this::restartRedis);
            case FAIL_OVER_AND_REPLICAS_KILLED -> restart(replicas, this::failOver);
        }
    }

    private void restartRedis() {
        cluster.redis().kill();
        broken();
        cluster.redis().restart();
    }

    private void failOver() {
        cluster.redis().kill();
        broken();
        cluster.redis(cutOff);
        cutOff = null;
    }

    private void restart(List<Replica> replicas, Runnable meanwhile) {
        replicas.forEach(Replica::kill);
        broken();
        meanwhile.run();
        replicas.forEach(Replica::launch);
        replicas.forEach(Replica::awaitReady);
    }

    /** The disk has what it had a second ago: that is how late it may be with everysec. */
    private void loseUnsynced() {
        Path files = cluster.redis().folder().resolve(AOF);
        Path copy = files.resolveSibling("a-second-ago");
        copy(files, copy);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        restart(cluster.replicas(), () -> {
            cluster.redis().kill();
            broken();
            copy(copy, files);
            cluster.redis().restart();
        });
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void broken() {
        brokenAt = history.now();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        staying.forEach(Client::close);
        if (cutOff != null) {
            cutOff.close();
        }
        cluster.replicas().getLast().setClock(Cluster.AHEAD);
    }
}
