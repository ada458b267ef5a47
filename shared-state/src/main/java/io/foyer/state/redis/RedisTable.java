package io.foyer.state.redis;

import io.foyer.state.Snapshot;
import io.foyer.state.Table;
import io.foyer.state.UnknownMembers;
import io.foyer.state.Version;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Reads and writes one table in Redis: single steps, no retries, no batches. */
final class RedisTable<T> {
    private static final Logger LOG = Logger.getLogger(RedisTable.class);
    private static final Script WRITE = Script.load("write.lua");
    private static final int MAX_RENEWALS_IN_FLIGHT = 32;

    private final Table<T> table;
    private final Keys keys;
    private final RedisCommands redis;
    private final RecordCodec<T> codec;
    private final StateMetrics.OfTable metrics;
    private final String leaseMillis;
    private final String emptyMillis;

    RedisTable(Table<T> table, Keys keys, RedisCommands redis, Duration emptyRetention, StateMetrics.OfTable metrics) {
        this.table = table;
        this.keys = keys;
        this.redis = redis;
        this.codec = new RecordCodec<>(table.name(), table.type());
        this.metrics = metrics;
        this.leaseMillis = millis(table.lease());
        this.emptyMillis =
                table.lease().isPresent() || table.whole() ? leaseMillis : millis(Optional.of(emptyRetention));
    }

    Table<T> table() {
        return table;
    }

    StateMetrics.OfTable metrics() {
        return metrics;
    }

    String channel(String partition) {
        return keys.channel(table.name(), partition);
    }

    private String key(String partition) {
        return keys.partition(table.name(), partition);
    }

    /** A record as the store has it, and where its partition is. */
    record Found<T>(Version partition, Optional<Snapshot<T>> record) {}

    Uni<Found<T>> read(String id) {
        return redis.send(Command.HMGET, key(table.partitionOf(checked(id))), "epoch", "revision", "=" + id)
                .map(reply -> found(id, position(reply), text(reply.get(2))));
    }

    /** What became of an attempt to write. */
    sealed interface Outcome<T> {
        record Written<T>(Version version) implements Outcome<T> {}

        record Lost<T>(Found<T> present) implements Outcome<T> {}
    }

    /**
     * Stores the value if the record is still as seen.
     *
     * @param seen what the writer's decision was about
     * @param value empty to remove
     * @param known where the writer knows the partition to have been; a partition that is behind begins a new epoch
     */
    Uni<Outcome<T>> write(String id, Optional<Version> seen, Optional<T> value, UnknownMembers unknown, Version known) {
        String partition = table.partitionOf(checked(id));
        String json = value.map(present -> codec.write(present, unknown)).orElse("");
        return run(partition, id, seen.orElse(Version.NONE), json, known).map(reply -> {
            Version at = new Version(text(reply.get(1)), reply.get(2).toLong());
            return reply.get(0).toInteger() == 1
                    ? new Outcome.Written<>(at)
                    : new Outcome.Lost<>(found(id, at, text(reply.get(3))));
        });
    }

    /** Begins a new epoch if the partition is still in the known one and behind it, so that no version is used twice. */
    Uni<Void> beginEpochIfBehind(String partition, Version known) {
        return run(partition, "", Version.NONE, "", known).replaceWithVoid();
    }

    private Uni<Response> run(String partition, String id, Version seen, String json, Version known) {
        List<String> arguments = List.of(
                channel(partition),
                id,
                seen.epoch(),
                Long.toString(seen.revision()),
                json,
                UUID.randomUUID().toString(),
                leaseMillis,
                emptyMillis,
                known.epoch(),
                Long.toString(known.revision()));
        return redis.run(WRITE, List.of(key(partition)), arguments);
    }

    /** Extends the lease of partitions that exist. */
    Uni<Void> renew(Collection<String> partitions) {
        return Multi.createFrom()
                .iterable(partitions)
                .onItem()
                .transformToUni(partition -> redis.send(Command.PEXPIRE, key(partition), leaseMillis))
                .merge(MAX_RENEWALS_IN_FLIGHT)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Where a partition is; {@link Version#NONE} when it does not exist. */
    Uni<Version> versionOf(String partition) {
        return redis.send(Command.HMGET, key(partition), "epoch", "revision").map(RedisTable::position);
    }

    /** Everything in a partition at one moment. */
    record Content<T>(Version version, Map<String, Snapshot<T>> records) {}

    /** Records that cannot be read are left out, and said in the log. */
    Uni<Content<T>> load(String partition) {
        return redis.send(Command.HGETALL, key(partition)).map(reply -> {
            Map<String, String> fields = new HashMap<>();
            for (String key : reply.getKeys()) {
                fields.put(key, reply.get(key).toString());
            }
            String epoch = fields.remove("epoch");
            String revision = fields.remove("revision");
            fields.remove("server");
            if (epoch == null || revision == null) {
                return new Content<>(Version.NONE, Map.of());
            }
            Map<String, Snapshot<T>> records = new HashMap<>();
            fields.forEach((field, stored) -> {
                String id = field.substring(1);
                try {
                    records.put(id, codec.readStored(id, epoch, stored));
                } catch (RuntimeException e) {
                    LOG.errorf("record left out table=%s id=%s reason=%s", table.name(), id, e.getMessage());
                }
            });
            return new Content<>(new Version(epoch, Long.parseLong(revision)), records);
        });
    }

    Snapshot<T> read(Announcement news) {
        return codec.read(news.id(), news.version(), news.json());
    }

    private Found<T> found(String id, Version partition, String stored) {
        return new Found<>(
                partition,
                stored.isEmpty() ? Optional.empty() : Optional.of(codec.readStored(id, partition.epoch(), stored)));
    }

    private static Version position(Response reply) {
        return reply.get(0) == null || reply.get(1) == null
                ? Version.NONE
                : new Version(reply.get(0).toString(), reply.get(1).toLong());
    }

    private static String text(Response reply) {
        return reply == null ? "" : reply.toString();
    }

    private static String millis(Optional<Duration> duration) {
        return Long.toString(duration.map(Duration::toMillis).orElse(0L));
    }

    /** Ids come from clients in the end; what would break the message format is refused here, last of all. */
    private static String checked(String id) {
        if (id.isEmpty() || id.length() > 1024 || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("record id must be 1 to 1024 characters without control characters");
        }
        return id;
    }
}
