package io.foyer.proxy.sessions;

import io.foyer.contract.SessionRecord;
import io.foyer.contract.Tables;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes the sessions of proxies that died out of the shared table. Any number of replicas may do it at once, since only what
 * is still as it was seen is removed. A proxy that was only thought dead makes its sessions known again ({@link SessionLedger}).
 */
@ApplicationScoped
public class SessionReaper {
    private static final long INTERVAL_MILLIS = 10_000;
    private static final int SESSIONS_PER_ROUND = 500;

    private final Store<SessionRecord> store;
    private final Replica<SessionRecord> replica;
    private final Leases leases;

    public SessionReaper(SharedState state) {
        this.store = state.store(Tables.SESSIONS);
        this.replica = state.replica(Tables.SESSIONS);
        this.leases = state.leases();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(INTERVAL_MILLIS, tick -> reap());
    }

    /** Looks once for owners whose lease ended. */
    void reap() {
        replica.all().stream()
                .map(snapshot -> snapshot.value().owner())
                .distinct()
                .filter(owner -> !owner.equals(leases.self()))
                .forEach(owner -> leases.alive(owner).subscribe().with(alive -> clear(owner, alive), away -> {}));
    }

    private void clear(String owner, boolean alive) {
        if (alive) {
            return;
        }
        replica.all().stream()
                .filter(snapshot -> snapshot.value().owner().equals(owner))
                .limit(SESSIONS_PER_ROUND)
                .forEach(this::remove);
    }

    private void remove(Snapshot<SessionRecord> session) {
        store.removeIfStill(session).subscribe().with(done -> {}, away -> {});
    }
}
