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

/**
 * What Redis lost of one partition, found by comparing what is cached with what was loaded, and written again by ordinary
 * changes.
 *
 * <p>Entries of decisions carry versions, so merging what is cached undoes nothing, and changes nothing if nothing was lost.
 * Facts are compared only if there is evidence of a loss: those that somebody announced since count as they are; of the
 * others, those are written that Redis has no more.
 */
final class LostRecords<T> {
    private static final int MAX_ANNOUNCED = 10_000;
    private static final int MAX_REMOVALS_REMEMBERED = 1_000;

    private final Table<T> table;
    private final Store<T> store;

    /** The ids that were announced since Redis is known to have lost data: what they are now is right. */
    private final Set<String> announced = new HashSet<>();

    /** Removed records with the revision of the removal, in case that is lost. */
    private final Map<String, Long> removals = new LinkedHashMap<>();

    private boolean steppedBack;

    LostRecords(Table<T> table, Store<T> store) {
        this.table = table;
        this.store = store;
    }

    /** Somebody changed this record in an epoch that is not the cached one. */
    void announced(String id) {
        if (announced.size() < MAX_ANNOUNCED) {
            announced.add(id);
        }
    }

    void stored(String id) {
        removals.remove(id);
    }

    void removed(String id, long revision) {
        removals.remove(id);
        removals.put(id, revision);
        if (removals.size() > MAX_REMOVALS_REMEMBERED) {
            removals.remove(removals.keySet().iterator().next());
        }
    }

    /** Redis is at an earlier revision of the cached epoch: what it has may have been removed since. */
    void steppedBack() {
        steppedBack = true;
    }

    /** What is cached is what Redis has. */
    void nothingLost(boolean newEpoch) {
        announced.clear();
        steppedBack = false;
        if (newEpoch) {
            removals.clear();
        }
    }

    /** The changes that bring back what was lost; none if nothing was. */
    List<Uni<?>> changes(Version at, Collection<Snapshot<T>> cached, Content<T> content) {
        boolean lost = at.isLostIn(content.version());
        List<Uni<?>> changes = new ArrayList<>();
        if (!lost && !table.decisions()) {
            return changes;
        }
        for (Snapshot<T> record : cached) {
            Snapshot<T> stored = content.records().get(record.id());
            boolean differs = stored == null
                    ? lost && (table.decisions() || !announced.contains(record.id()))
                    : !merged(record, stored.value()).equals(stored.value());
            if (differs) {
                changes.add(store.change(record.id(), present -> present.map(now -> Change.put(merged(record, now)))
                        .orElseGet(() -> stored == null ? Change.put(record.value()) : Change.keep(null))));
            }
        }
        if (steppedBack && !table.decisions()) {
            content.records().values().stream()
                    .filter(stored -> removals.getOrDefault(stored.id(), 0L)
                            > stored.version().revision())
                    .forEach(stored -> changes.add(store.removeIfStill(stored)));
        }
        return changes;
    }

    private T merged(Snapshot<T> cached, T stored) {
        return table.merge().apply(cached.value(), stored);
    }
}
