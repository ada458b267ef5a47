package io.foyer.state.redis;

import io.foyer.state.Change;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.foyer.state.Version;
import io.foyer.state.redis.RedisTable.Content;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * What Redis lost of one partition, and the ordinary writes that bring it back. Decisions are merged: their entries carry
 * versions, so that undoes nothing. Facts that somebody announced since count as they are; of the others, those are written
 * that Redis has no more.
 */
final class Losses<T> {
    private static final int MAX_ANNOUNCED = 10_000;
    private static final int MAX_REMOVALS = 1_000;

    private final Table<T> table;
    private final Store<T> store;

    /** Ids that were announced since Redis is known to have lost data. */
    private final Set<String> announced = new HashSet<>();

    /** Removed records with the revision of the removal, in case that is lost. */
    private final Map<String, Long> removals = new LinkedHashMap<>();

    private boolean steppedBack;

    Losses(Table<T> table, Store<T> store) {
        this.table = table;
        this.store = store;
    }

    /** A message of another epoch than the cached one told of this record. */
    void announced(String id) {
        if (announced.size() < MAX_ANNOUNCED) {
            announced.add(id);
        }
    }

    /** The partition begins anew, and nothing of it is cached. */
    void begun() {
        announced.clear();
    }

    void stored(String id) {
        removals.remove(id);
    }

    void removed(String id, long revision) {
        removals.remove(id);
        removals.put(id, revision);
        if (removals.size() > MAX_REMOVALS) {
            removals.remove(removals.keySet().iterator().next());
        }
    }

    /** Redis has older data than before, of the same epoch. */
    void steppedBack() {
        steppedBack = true;
    }

    /** Nothing is missing any more. */
    void restored(boolean sameEpoch) {
        announced.clear();
        steppedBack = false;
        if (!sameEpoch) {
            removals.clear();
        }
    }

    /**
     * @param cached what was known here
     * @param at where the partition was then
     * @param content what Redis has now
     */
    List<Supplier<Uni<?>>> writes(Collection<Snapshot<T>> cached, Version at, Content<T> content) {
        boolean lost = at.isLostIn(content.version());
        if (!lost && table.merge().isEmpty()) {
            return List.of();
        }
        BinaryOperator<T> combine = table.merge().orElse(table.reconciled());
        List<Supplier<Uni<?>>> writes = new ArrayList<>();
        for (Snapshot<T> known : cached) {
            Snapshot<T> stored = content.records().get(known.id());
            boolean differs = stored == null
                    ? lost && comesBack(known)
                    : !combine.apply(known.value(), stored.value()).equals(stored.value());
            if (differs) {
                Change<T, Void> absent = stored == null ? Change.put(known.value()) : Change.keep(null);
                writes.add(() -> store.change(known.id(), present -> present.<Change<T, Void>>map(
                                now -> Change.put(combine.apply(known.value(), now)))
                        .orElse(absent)));
            }
        }
        if (steppedBack && table.merge().isEmpty()) {
            content.records().values().stream()
                    .filter(stored -> removals.getOrDefault(stored.id(), 0L)
                            > stored.version().revision())
                    .forEach(stored -> writes.add(() -> store.removeIfStill(stored)));
        }
        return writes;
    }

    private boolean comesBack(Snapshot<T> known) {
        return table.merge().isPresent()
                || (!announced.contains(known.id()) && table.restored().test(known.value()));
    }
}
