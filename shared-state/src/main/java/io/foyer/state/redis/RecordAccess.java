package io.foyer.state.redis;

import io.foyer.state.Snapshot;
import io.foyer.state.Table;
import io.foyer.state.Version;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Reads and writes one table in Redis: single steps, no retries, no batches. */
final class RecordAccess<T> {
    private static final Logger LOG = Logger.getLogger(RecordAccess.class);
    private static final Script WRITE = Script.load("write.lua");
    private static final Script PUT_BACK = Script.load("putback.lua");
    private static final Version NEVER = new Version("", 0);

    private final Table<T> table;
    private final Keys keys;
    private final RedisCommands redis;
    private final RecordCodec<T> codec;
    private final String retentionMillis;

    RecordAccess(Table<T> table, Keys keys, RedisCommands redis, Duration emptyRetention) {
        this.table = table;
        this.keys = keys;
        this.redis = redis;
        this.codec = new RecordCodec<>(table.name(), table.type());
        this.retentionMillis = table.whole() ? "0" : Long.toString(emptyRetention.toMillis());
    }

    RecordCodec<T> codec() {
        return codec;
    }

    Table<T> table() {
        return table;
    }

    String channel(String partition) {
        return keys.channel(partition);
    }

    /**
     * A record as the store has it.
     *
     * @param epoch of its partition, or an empty text when there is none
     */
    record Found<T>(String epoch, Optional<Snapshot<T>> record) {}

    Uni<Found<T>> read(String id) {
        String key = keys.partition(table.partitionOf(checked(id)));
        return redis.send(Command.HMGET, key, "epoch", "=" + id)
                .map(reply -> found(id, text(reply.get(0)), text(reply.get(1))));
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
     */
    Uni<Outcome<T>> write(String id, Optional<Version> seen, Optional<T> value) {
        String partition = table.partitionOf(checked(id));
        Version expected = seen.orElse(NEVER);
        List<String> arguments = List.of(
                keys.channel(partition),
                id,
                expected.epoch(),
                Long.toString(expected.revision()),
                value.map(codec::write).orElse(""),
                UUID.randomUUID().toString(),
                retentionMillis);
        return redis.run(WRITE, List.of(keys.partition(partition)), arguments).map(reply -> outcome(id, reply));
    }

    private Outcome<T> outcome(String id, Response reply) {
        String epoch = reply.get(1).toString();
        if (reply.get(0).toInteger() == 1) {
            return new Outcome.Written<>(new Version(epoch, reply.get(2).toLong()));
        }
        return new Outcome.Lost<>(found(id, epoch, reply.get(2).toString()));
    }

    private Found<T> found(String id, String epoch, String stored) {
        return new Found<>(
                epoch, stored.isEmpty() ? Optional.empty() : Optional.of(codec.readStored(id, epoch, stored)));
    }

    private static String text(Response reply) {
        return reply == null ? "" : reply.toString();
    }

    /** Where a partition stands; empty when it does not exist. */
    Uni<Optional<Version>> revisionOf(String partition) {
        return redis.send(Command.HMGET, keys.partition(partition), "epoch", "revision")
                .map(reply -> reply.get(0) == null
                        ? Optional.empty()
                        : Optional.of(new Version(
                                reply.get(0).toString(), reply.get(1).toLong())));
    }

    /** Everything in a partition at one moment. */
    record Content<T>(Version version, Lineage lineage, Map<String, Snapshot<T>> records) {
        /** Of a partition that does not exist. */
        static <T> Content<T> none() {
            return new Content<>(NEVER, Lineage.NONE, Map.of());
        }
    }

    /** Records that cannot be read are left out, and said in the log. */
    Uni<Content<T>> load(String partition) {
        return redis.send(Command.HGETALL, keys.partition(partition)).map(reply -> {
            Map<String, String> fields = new HashMap<>();
            for (String key : reply.getKeys()) {
                fields.put(key, reply.get(key).toString());
            }
            String epoch = fields.remove("epoch");
            String revision = fields.remove("revision");
            Lineage lineage = Lineage.parse(fields.remove("lineage"));
            if (epoch == null || revision == null) {
                return Content.none();
            }
            Map<String, Snapshot<T>> records = new HashMap<>();
            fields.forEach((field, stored) -> readInto(records, field.substring(1), epoch, stored));
            return new Content<>(new Version(epoch, Long.parseLong(revision)), lineage, records);
        });
    }

    /**
     * A record on its way back into the store.
     *
     * @param seen revision of the record it replaces, 0 for none
     */
    record Return<T>(String id, long seen, T value) {}

    /** What became of an attempt to put records back. */
    sealed interface Answer {
        /** The partition was not as seen any more, and nothing was written. */
        record Elsewhere() implements Answer {}

        /** @param changed ids of records that were not as seen and were left alone */
        record Done(String epoch, Set<String> changed) implements Answer {}
    }

    /**
     * Puts records back if the partition and they themselves are still as seen.
     *
     * @param lineage what the partition descends from once all of them are back
     */
    Uni<Answer> putBack(String partition, Content<T> seen, Lineage lineage, Collection<Return<T>> records) {
        List<String> arguments = new ArrayList<>(List.of(
                keys.channel(partition),
                seen.version().epoch(),
                seen.lineage().text(),
                UUID.randomUUID().toString(),
                lineage.text()));
        for (Return<T> record : records) {
            arguments.add(record.id());
            arguments.add(Long.toString(record.seen()));
            arguments.add(codec.write(record.value()));
        }
        return redis.run(PUT_BACK, List.of(keys.partition(partition)), arguments)
                .map(reply -> reply.get(0).toInteger() == 0
                        ? new Answer.Elsewhere()
                        : new Answer.Done(
                                reply.get(1).toString(),
                                reply.get(2).stream().map(Response::toString).collect(Collectors.toSet())));
    }

    private void readInto(Map<String, Snapshot<T>> records, String id, String epoch, String stored) {
        try {
            records.put(id, codec.readStored(id, epoch, stored));
        } catch (RuntimeException e) {
            LOG.errorf("record left out table=%s id=%s reason=%s", table.name(), id, e.getMessage());
        }
    }

    /** Ids come from clients in the end; what would break the message format is refused here, last of all. */
    private static String checked(String id) {
        if (id.isEmpty() || id.length() > 1024 || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("record id must be 1 to 1024 characters without control characters");
        }
        return id;
    }
}
