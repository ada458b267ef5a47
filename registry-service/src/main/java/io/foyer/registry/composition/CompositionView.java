package io.foyer.registry.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.Tables;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** All compositions as this replica knows them. Never waits for anything. */
@ApplicationScoped
public class CompositionView {
    private final Replica<CompositionRecord> compositions;

    public CompositionView(SharedState state) {
        this.compositions = state.replica(Tables.COMPOSITIONS);
    }

    public Optional<CompositionRecord> find(String event) {
        return compositions.get(event).map(Snapshot::value);
    }

    public List<CompositionRecord> all() {
        return compositions.all().stream().map(Snapshot::value).toList();
    }
}
