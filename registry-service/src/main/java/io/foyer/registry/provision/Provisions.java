package io.foyer.registry.provision;

import io.foyer.contract.ProvisionRecord;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.registry.http.ApiException;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Creates, replaces and removes provisions (stream-manager-api.md 3). */
@ApplicationScoped
public class Provisions {
    /** Most provisions kept: pages may post them, so their number must have an end. */
    private static final int MOST = 20_000;

    private final Store<ProvisionRecord> store;
    private final ProvisionView view;
    private final ProvisionPush push;

    public Provisions(SharedState state, ProvisionView view, ProvisionPush push) {
        this.store = state.store(Tables.PROVISIONS);
        this.view = view;
        this.push = push;
    }

    /**
     * Creates it if it is not there, and answers when the nodes concerned have it. Every participant posts the same one,
     * so most calls end in the complaint that the pages expect; by then the nodes have it as well.
     */
    Uni<ProvisionRecord> create(ProvisionRecord provision) {
        Optional<ProvisionRecord> present = view.find(provision.guid());
        if (present.isPresent()) {
            return exists(present.get());
        }
        if (view.size() >= MOST) {
            throw ApiException.because(Reason.FULL, "there are " + MOST + " provisions already");
        }
        return store.change(
                        provision.guid(),
                        stored -> stored.isPresent()
                                ? Change.<ProvisionRecord, Optional<ProvisionRecord>>keep(stored)
                                : Change.put(provision, Optional.empty()))
                .chain(other -> other.isPresent()
                        ? exists(other.get())
                        : push.ensure(provision).replaceWith(provision));
    }

    Uni<ProvisionRecord> replace(ProvisionRecord provision) {
        return store.change(
                        provision.guid(),
                        stored -> stored.isPresent() ? Change.put(provision, true) : Change.keep(false))
                .invoke(found -> require(found, provision.guid()))
                .chain(() -> push.ensure(provision))
                .replaceWith(provision);
    }

    Uni<ProvisionRecord> remove(String guid) {
        return store.change(
                        guid,
                        stored -> stored.isPresent()
                                ? Change.<ProvisionRecord, Optional<ProvisionRecord>>remove(stored)
                                : Change.keep(stored))
                .invoke(removed -> require(removed.isPresent(), guid))
                .map(Optional::get)
                .call(push::withdraw);
    }

    private Uni<ProvisionRecord> exists(ProvisionRecord provision) {
        return push.ensure(provision).chain(() -> Uni.createFrom()
                .failure(ApiException.because(Reason.DUPLICATE, "Provision already exists: " + provision.guid())));
    }

    private static void require(boolean found, String guid) {
        if (!found) {
            throw ApiException.because(Reason.NOT_FOUND, "there is no provision " + guid);
        }
    }
}
