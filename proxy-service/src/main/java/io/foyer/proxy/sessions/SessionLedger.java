package io.foyer.proxy.sessions;

import io.foyer.contract.SessionRecord;
import io.foyer.contract.Tables;
import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the sessions here known to the other replicas, as well as can be: a few at a time, the ones that last, and never on
 * the way of a session's bytes. When Redis is away the list elsewhere is old, and nothing else happens.
 */
@ApplicationScoped
public class SessionLedger {
    private final Store<SessionRecord> store;
    private final Replica<SessionRecord> replica;
    private final String self;
    private final OpenSessions sessions;
    private final ProxyConfig config;
    private final Clock clock;
    private final AtomicInteger inFlight = new AtomicInteger();

    public SessionLedger(SharedState state, OpenSessions sessions, ProxyConfig config, Clock clock) {
        this.store = state.store(Tables.SESSIONS);
        this.replica = state.replica(Tables.SESSIONS);
        this.self = state.leases().self();
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        replica.onChange(this::changed);
        replica.watchAll().subscribe().with(loaded -> {});
        vertx.setPeriodic(config.publishInterval().toMillis(), tick -> round());
    }

    private void changed(Replica.Event<SessionRecord> change) {
        switch (change) {
            case Replica.Event.Stored<SessionRecord>(Snapshot<SessionRecord> snapshot, var _) -> {
                if (snapshot.value().endRequested() && snapshot.value().owner().equals(self)) {
                    sessions.find(snapshot.id()).ifPresent(session -> session.end(EndCause.OPERATOR));
                }
            }
            case Replica.Event.Removed<SessionRecord>(var _, var _) -> {}
        }
    }

    /**
     * One round; skipped while the one before is not through. What there is to do follows from the table itself: so a write
     * of which the outcome stayed unknown is made up for, and a session that another proxy reaped, because it
     * took this one for dead, is made known again.
     */
    void round() {
        if (inFlight.get() > 0) {
            return;
        }
        replica.all().stream()
                .filter(known -> known.value().owner().equals(self))
                .filter(known -> sessions.find(known.id()).isEmpty())
                .limit(config.publishBatch())
                .forEach(known -> send(store.removeIfStill(known)));
        long settledBefore = clock.millis() - config.publishInterval().toMillis();
        sessions.all().stream()
                .filter(session -> session.connected() && session.createdAt() <= settledBefore)
                .filter(session -> replica.get(session.id()).isEmpty())
                .limit(config.publishBatch())
                .forEach(this::publish);
    }

    private void publish(OpenSession session) {
        SessionRecord mine = record(session);
        send(store.change(session.id(), present -> Change.put(present.orElse(mine))));
    }

    /** What fails is found again by the next round. */
    private void send(Uni<?> write) {
        inFlight.incrementAndGet();
        write.subscribe().with(done -> inFlight.decrementAndGet(), away -> inFlight.decrementAndGet());
    }

    /** As the shared table shows it. */
    SessionRecord record(OpenSession session) {
        return new SessionRecord(
                session.id(),
                self,
                session.node().address(),
                session.node().signalingPort(),
                session.app(),
                session.client().address(),
                session.userAgent(),
                session.client().secure(),
                session.createdAt(),
                false);
    }
}
