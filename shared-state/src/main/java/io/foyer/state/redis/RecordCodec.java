package io.foyer.state.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Version;

/**
 * Records as text. Unknown properties are ignored, so that services of neighbouring versions can share a store during a
 * rolling upgrade.
 */
final class RecordCodec<T> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String what;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    RecordCodec(String what, Class<T> type) {
        this.what = what;
        this.reader = JSON.readerFor(type);
        this.writer = JSON.writerFor(type);
    }

    String write(T value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new StateException.Unreadable(what + " cannot be written as JSON", e);
        }
    }

    T read(String id, String json) {
        try {
            return reader.readValue(json);
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
        return new Snapshot<>(id, new Version(epoch, revision), read(id, stored.substring(colon + 1)));
    }
}
