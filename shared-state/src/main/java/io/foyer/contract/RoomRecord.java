package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What people decided about a room, conference or waiting, and nothing else: who is in it is a fact, and derived from the
 * streams and the connected clients wherever it is needed. Written by room-service.
 *
 * <p>Each entry has a version, which grows with every decision about the room, so that two copies of a record can be merged
 * entry by entry: the younger entry wins. What was taken back stays as an entry for a while, otherwise an older copy would
 * bring it back; once it is dropped, {@code floor} says up to which version entries may have been dropped.
 *
 * <p>Times are epoch milliseconds by the clock of the store.
 *
 * @param room {@code live/room1}, or {@code live/room1_wr} for its waiting room
 * @param excluded by name
 * @param promoted by name
 * @param presenter who was chosen; null if nobody ever was
 * @param floor an entry up to this version that is missing here was dropped
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RoomRecord(
        String room, Map<String, Exclusion> excluded, Map<String, Promotion> promoted, Choice presenter, long floor) {

    /** An entry of a record. */
    public sealed interface Entry {
        /** Unique in the record; a younger decision has a higher one. */
        long version();

        /** False for an entry that only says that something was taken back. */
        boolean holds();
    }

    /**
     * A name that is barred, or was.
     *
     * @param by who decided it, as the host's connection is known; never a secret
     * @param until when it ends by itself; 0 for never
     * @param reason what the host wrote; may be null
     * @param lifted true once it was taken back
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Exclusion(long version, String by, long since, long until, String reason, boolean lifted)
            implements Entry {
        @Override
        public boolean holds() {
            return !lifted;
        }
    }

    /**
     * A name that was let into the conference, or was.
     *
     * @param rank place among the others, lowest first
     * @param ended true once it was taken back
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Promotion(long version, String by, long since, long rank, boolean ended) implements Entry {
        @Override
        public boolean holds() {
            return !ended;
        }
    }

    /** Who presents. */
    public record Choice(long version, String name) implements Entry {
        @Override
        public boolean holds() {
            return true;
        }
    }

    public RoomRecord {
        excluded = excluded == null ? Map.of() : Map.copyOf(excluded);
        promoted = promoted == null ? Map.of() : Map.copyOf(promoted);
    }

    /** A room nothing was decided about. */
    public static RoomRecord empty(String room) {
        return new RoomRecord(room, Map.of(), Map.of(), null, 0);
    }

    /** The highest version in the record. */
    public long version() {
        return entries().mapToLong(Entry::version).reduce(floor, Math::max);
    }

    @JsonIgnore
    public boolean isEmpty() {
        return excluded.isEmpty() && promoted.isEmpty() && presenter == null;
    }

    /** All that either copy knows: of two entries about one name the younger. Which copy is the first makes no difference. */
    public static RoomRecord merged(RoomRecord one, RoomRecord other) {
        long floor = Math.max(one.floor, other.floor);
        return new RoomRecord(
                one.room,
                merged(one, other, RoomRecord::excluded),
                merged(one, other, RoomRecord::promoted),
                younger(one.presenter, other.presenter),
                floor);
    }

    private static <E extends Record & Entry> Map<String, E> merged(
            RoomRecord one, RoomRecord other, Function<RoomRecord, Map<String, E>> entries) {
        Map<String, E> mine = entries.apply(one);
        Map<String, E> theirs = entries.apply(other);
        Map<String, E> merged = new HashMap<>();
        mine.forEach((name, entry) -> {
            if (theirs.containsKey(name)) {
                merged.put(name, younger(entry, theirs.get(name)));
            } else if (entry.version() > other.floor) {
                merged.put(name, entry);
            }
        });
        theirs.forEach((name, entry) -> {
            if (!mine.containsKey(name) && entry.version() > one.floor) {
                merged.put(name, entry);
            }
        });
        return merged;
    }

    /** Two writers that did not know of each other may have used one version: then any rule will do that both apply alike. */
    private static <E extends Record & Entry> E younger(E one, E other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.version() != other.version()) {
            return one.version() > other.version() ? one : other;
        }
        return one.toString().compareTo(other.toString()) <= 0 ? one : other;
    }

    private Stream<Entry> entries() {
        return Stream.concat(
                Stream.concat(excluded.values().stream(), promoted.values().stream()), Stream.ofNullable(presenter));
    }

    public RoomRecord withExclusion(String name, Exclusion entry) {
        return new RoomRecord(room, with(excluded, name, entry), promoted, presenter, floor);
    }

    public RoomRecord withPromotion(String name, Promotion entry) {
        return new RoomRecord(room, excluded, with(promoted, name, entry), presenter, floor);
    }

    public RoomRecord withPresenter(Choice choice) {
        return new RoomRecord(room, excluded, promoted, choice, floor);
    }

    private static <E> Map<String, E> with(Map<String, E> entries, String name, E entry) {
        Map<String, E> changed = new LinkedHashMap<>(entries);
        changed.put(name, entry);
        return changed;
    }
}
