package io.foyer.state.redis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.UnknownMembers;
import io.foyer.state.Version;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Records as text. Members that a record class does not know are kept beside the record and written back with it, so that
 * services of neighbouring versions can share a store. They cost something only where there are any.
 */
final class RecordCodec<T> {
    private static final Logger LOG = Logger.getLogger(RecordCodec.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .addHandler(new DeserializationProblemHandler() {
                @Override
                public boolean handleUnknownProperty(
                        DeserializationContext context,
                        JsonParser parser,
                        JsonDeserializer<?> deserializer,
                        Object beanOrClass,
                        String name)
                        throws IOException {
                    ((boolean[]) context.getAttribute(RecordCodec.class))[0] = true;
                    parser.skipChildren();
                    return true;
                }
            })
            .build();

    private final String what;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    RecordCodec(String what, Class<T> type) {
        this.what = what;
        this.reader = JSON.readerFor(type);
        this.writer = JSON.writerFor(type);
    }

    String write(T value, UnknownMembers unknown) {
        try {
            String known = writer.writeValueAsString(value);
            if (unknown.isEmpty()) {
                return known;
            }
            JsonNode tree = JSON.readTree(known);
            unknown.addTo(tree);
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new StateException.Unreadable(what + " cannot be written as JSON", e);
        }
    }

    Snapshot<T> read(String id, Version version, String json) {
        boolean[] unknownSeen = new boolean[1];
        try {
            T value = reader.withAttribute(RecordCodec.class, unknownSeen).readValue(json);
            UnknownMembers unknown = unknownSeen[0]
                    ? UnknownMembers.between(JSON.readTree(json), JSON.readTree(writer.writeValueAsString(value)))
                    : UnknownMembers.NONE;
            return new Snapshot<>(id, version, value, unknown);
        } catch (JsonProcessingException e) {
            throw new StateException.Unreadable(what + " " + id + " is not the JSON it should be", e);
        }
    }

    /** @param stored {@code revision:json}, as it stands in the partition */
    Snapshot<T> readStored(String id, String epoch, String stored) {
        int colon = stored.indexOf(':');
        if (colon < 1) {
            throw new StateException.Unreadable(what + " " + id + " has no revision", null);
        }
        long revision = Long.parseLong(stored, 0, colon, 10);
        return read(id, new Version(epoch, revision), stored.substring(colon + 1));
    }

    /** Empty if it cannot be read, which the log says: one bad record must not keep the others away. */
    Optional<Snapshot<T>> readable(String id, Supplier<Snapshot<T>> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException e) {
            LOG.errorf("record left out table=%s id=%s reason=%s", what, id, e.getMessage());
            return Optional.empty();
        }
    }
}
