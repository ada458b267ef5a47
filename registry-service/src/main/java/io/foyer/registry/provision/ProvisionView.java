package io.foyer.registry.provision;

import io.foyer.contract.ProvisionRecord;
import io.foyer.contract.Tables;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** All provisions as this replica knows them. Never waits for anything. */
@ApplicationScoped
public class ProvisionView {
    private final Replica<ProvisionRecord> provisions;
    private final AtomicBoolean outdated = new AtomicBoolean(true);
    private volatile Conferences conferences = new Conferences(Set.of(), List.of());

    public ProvisionView(SharedState state) {
        this.provisions = state.replica(Tables.PROVISIONS);
        provisions.onChange(event -> outdated.set(true));
    }

    /** All conference provisions: their guids, and as they were posted. */
    public record Conferences(Set<String> guids, List<Map<String, Object>> posted) {}

    public Optional<ProvisionRecord> find(String guid) {
        return provisions.get(guid).map(Snapshot::value);
    }

    public List<ProvisionRecord> all() {
        return provisions.all().stream()
                .map(Snapshot::value)
                .sorted(Comparator.comparing(ProvisionRecord::guid))
                .toList();
    }

    public int size() {
        return provisions.all().size();
    }

    /** Kept ready: nodes ask for them with every heartbeat. */
    public Conferences conferences() {
        if (outdated.getAndSet(false)) {
            collect();
        }
        return conferences;
    }

    /** Stream variants have a {@code meta} (stream-manager-api.md 3.2), conferences do not. */
    public static boolean isConference(ProvisionRecord provision) {
        return !provision.data().containsKey("meta");
    }

    private synchronized void collect() {
        List<ProvisionRecord> found =
                all().stream().filter(ProvisionView::isConference).toList();
        conferences = new Conferences(
                found.stream().map(ProvisionRecord::guid).collect(Collectors.toUnmodifiableSet()),
                found.stream().map(ProvisionRecord::data).toList());
    }
}
