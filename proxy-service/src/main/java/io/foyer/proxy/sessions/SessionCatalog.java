package io.foyer.proxy.sessions;

import io.foyer.contract.SessionRecord;
import io.foyer.contract.Tables;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All sessions that can be known: those here exactly, those of other replicas as the shared table tells. */
@ApplicationScoped
public class SessionCatalog {
    private final OpenSessions here;
    private final Replica<SessionRecord> everywhere;
    private final Store<SessionRecord> store;
    private final String self;

    public SessionCatalog(OpenSessions here, SharedState state) {
        this.here = here;
        this.everywhere = state.replica(Tables.SESSIONS);
        this.store = state.store(Tables.SESSIONS);
        this.self = state.leases().self();
    }

    public List<SessionView> all() {
        Stream<SessionView> elsewhere = others().map(SessionCatalog::view);
        return Stream.concat(here.all().stream().map(SessionCatalog::view), elsewhere)
                .toList();
    }

    public Optional<SessionView> find(String id) {
        return here.find(id).map(SessionCatalog::view).or(() -> other(id).map(SessionCatalog::view));
    }

    /** Ends the session; one of another replica by asking that one. Answers whether there is such a session. */
    public Uni<Boolean> end(String id) {
        Optional<OpenSession> local = here.find(id);
        if (local.isPresent()) {
            local.get().end(EndCause.OPERATOR);
            return Uni.createFrom().item(true);
        }
        if (other(id).isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return store.change(id, present -> present.<Change<SessionRecord, Boolean>>map(
                        session -> Change.put(session.withEndRequested(), true))
                .orElse(Change.keep(false)));
    }

    /** Ends every session. */
    public Uni<Void> endAll() {
        here.all().forEach(session -> session.end(EndCause.OPERATOR));
        List<Uni<Boolean>> asked = others().map(session -> end(session.id())).toList();
        return asked.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(asked).usingConcurrencyOf(16).andFailFast().replaceWithVoid();
    }

    private Optional<SessionRecord> other(String id) {
        return everywhere.get(id).map(Snapshot::value).filter(session -> !session.owner()
                .equals(self));
    }

    private Stream<SessionRecord> others() {
        return everywhere.all().stream().map(Snapshot::value).filter(session -> !session.owner()
                .equals(self));
    }

    private static SessionView view(OpenSession session) {
        return new SessionView(
                session.id(),
                session.node().signalingPort(),
                session.node().address(),
                session.app(),
                true,
                session.connected(),
                session.userAgent(),
                session.client().address(),
                session.client().secure(),
                session.createdAt());
    }

    private static SessionView view(SessionRecord session) {
        return new SessionView(
                session.id(),
                session.targetPort(),
                session.targetHost(),
                session.app(),
                true,
                true,
                session.userAgent(),
                session.clientAddress(),
                session.secure(),
                session.createdAt());
    }
}
