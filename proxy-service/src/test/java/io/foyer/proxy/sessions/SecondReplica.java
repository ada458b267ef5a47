package io.foyer.proxy.sessions;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.client.Client;
import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.foyer.state.Table;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A second proxy on the same Redis: sessions, ledger and reaper of its own, under a lease of its own that nobody renews but the
 * test.
 */
final class SecondReplica {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final NodeRecord NODE = new NodeRecord(
            "origin-1",
            NodeRole.ORIGIN,
            "10.0.0.7",
            null,
            5080,
            false,
            "local",
            "default",
            NodeState.INSERVICE,
            0,
            false,
            100,
            0,
            List.of(),
            null,
            null,
            Map.of(),
            Set.of());

    final String name = "proxy-" + UUID.randomUUID();
    final OpenSessions sessions;
    final SessionLedger ledger;
    final SessionReaper reaper;
    private final Leases leases;

    SecondReplica(SharedState state, ProxyConfig config) {
        SharedState own = new UnderAnotherName(state, name);
        leases = state.leases();
        sessions = new OpenSessions(config);
        ledger = new SessionLedger(own, sessions, config, Clock.systemUTC());
        reaper = new SessionReaper(own);
    }

    void holdsItsLease(Duration length) {
        leases.renew(name, length).await().atMost(TIMEOUT);
    }

    boolean holdsItsLease() {
        return leases.alive(name).await().atMost(TIMEOUT);
    }

    /** A session that has been open long enough to be made known. */
    OpenSession session(String id) {
        OpenSession session = new OpenSession(id, NODE, "live/room1", new Client("192.0.2.1", true), "UA", 1);
        session.nowConnected();
        sessions.enter(session);
        return session;
    }

    private record UnderAnotherName(SharedState state, String self) implements SharedState {
        @Override
        public <T> Store<T> store(Table<T> table) {
            return state.store(table);
        }

        @Override
        public <T> Replica<T> replica(Table<T> table) {
            return state.replica(table);
        }

        @Override
        public <T> LatestValues<T> latest(String name, Class<T> type) {
            return state.latest(name, type);
        }

        @Override
        public Leases leases() {
            return new NamedLeases(state.leases(), self);
        }

        @Override
        public boolean current() {
            return state.current();
        }

        @Override
        public Duration age() {
            return state.age();
        }

        @Override
        public boolean loadedOnce() {
            return state.loadedOnce();
        }

        @Override
        public long now() {
            return state.now();
        }
    }

    private record NamedLeases(Leases leases, String self) implements Leases {
        @Override
        public Uni<Void> renew(String owner, Duration length) {
            return leases.renew(owner, length);
        }

        @Override
        public Uni<Void> release(String owner) {
            return leases.release(owner);
        }

        @Override
        public Uni<Boolean> alive(String owner) {
            return leases.alive(owner);
        }

        @Override
        public boolean living(String owner) {
            return leases.living(owner);
        }
    }
}
