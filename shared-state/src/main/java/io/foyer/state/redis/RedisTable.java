package io.foyer.state.redis;

import static io.foyer.state.redis.Keys.checked;

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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes one table in Redis: single steps, no retries, no batches. */
final class RedisTable<T> {
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
        this.leaseMillis = millis(table.lease().orElse(Duration.ZERO));
        this.emptyMillis = table.lease().isPresent() || table.whole() ? leaseMillis : millis(emptyRetention);
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

    /** What became of an attempt to write. @param found what the store has now, written by this attempt or by others */
    record Outcome<T>(boolean written, Found<T> found) {}

    /**
     * Stores the record if it is still as seen.
     *
     * @param seen what the writer's decision was about
     * @param value empty to remove
     * @param known where the writer knows the partition to have been; a partition that is behind begins a new epoch
     */
    Uni<Outcome<T>> write(String id, Version seen, Optional<T> value, UnknownMembers unknown, Version known) {
        String partition = table.partitionOf(checked(id));
        String json = value.map(present -> codec.write(present, unknown)).orElse("");
        return run(partition, id, seen, json, known).map(reply -> {
            Version at = new Version(text(reply.get(1)), reply.get(2).toLong());
            return reply.get(0).toInteger() == 1
                    ? new Outcome<>(true, new Found<>(at, value.map(now -> new Snapshot<>(id, at, now, unknown))))
                    : new Outcome<>(false, found(id, at, text(reply.get(3))));
        });
    }

    /** Begins a new epoch if the partition is still in the known one and behind it, so that no version is used twice. */
    Uni<Void> beginEpochIfBehind(String partition, Version known) {
        return run(partition, "", Version.NONE, "", known).replaceWithVoid();
    }

    private Uni<Response> run(String partition, String id, Version seen, String json, Version known) {
        return redis.run(
                WRITE,
                key(partition),
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

    /** Records that cannot be read are left out. */
    Uni<Content<T>> load(String partition) {
        return redis.hash(key(partition)).map(fields -> {
            String epoch = fields.get("epoch");
            String revision = fields.get("revision");
            if (epoch == null || revision == null) {
                return new Content<>(Version.NONE, Map.of());
            }
            Map<String, Snapshot<T>> records = new HashMap<>();
            fields.forEach((field, stored) -> {
                if (field.startsWith("=")) {
                    String id = field.substring(1);
                    codec.readable(id, () -> codec.readStored(id, epoch, stored))
                            .ifPresent(record -> records.put(id, record));
                }
            });
            return new Content<>(new Version(epoch, Long.parseLong(revision)), records);
        });
    }

    /** Empty if it cannot be read. */
    Optional<Snapshot<T>> read(Announcement news) {
        return codec.readable(news.id(), () -> codec.read(news.id(), news.version(), news.json()));
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

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
