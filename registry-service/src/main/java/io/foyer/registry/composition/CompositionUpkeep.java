package io.foyer.registry.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.Tables;
import io.foyer.registry.domain.composition.Placement;
import io.foyer.registry.domain.node.Registration;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.provision.ProvisionPush;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Keeps compositions running when nodes go: a mixer that is gone is replaced as soon as another is free, a destination
 * that is gone by another node, and mixers that nothing uses return to the pool. Every replica tries; compare-and-set
 * lets one of them succeed.
 */
@ApplicationScoped
public class CompositionUpkeep {
    private static final Logger LOG = Logger.getLogger(CompositionUpkeep.class);

    /** A claim without composition for so long is not one that is just being made. */
    private static final Duration STALE_CLAIM = Duration.ofSeconds(10);

    private final SharedState state;
    private final Store<CompositionRecord> store;
    private final CompositionView view;
    private final Compositions compositions;
    private final MixerClaims claims;
    private final NodeView nodes;
    private final ProvisionPush push;
    private final Clock clock;
    private final Map<String, Long> unusedSince = new HashMap<>();

    public CompositionUpkeep(
            SharedState state,
            CompositionView view,
            Compositions compositions,
            MixerClaims claims,
            NodeView nodes,
            ProvisionPush push,
            Clock clock) {
        this.state = state;
        this.store = state.store(Tables.COMPOSITIONS);
        this.view = view;
        this.compositions = compositions;
        this.claims = claims;
        this.nodes = nodes;
        this.push = push;
        this.clock = clock;
    }

    /** Looks once; completes when done and never fails. One call at a time. */
    public Uni<Void> tick() {
        if (!state.current()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> work = new ArrayList<>();
        for (CompositionRecord composition : view.all()) {
            composition.mixers().stream()
                    .filter(mixer -> nodes.byId(mixer.id()).isEmpty())
                    .forEach(mixer -> work.add(replace(composition, mixer)));
            Placement.finalMixer(composition)
                    .filter(mixer -> nodes.byAddress(mixer.destination()).isEmpty())
                    .ifPresent(mixer -> work.add(redirect(composition, mixer.destination())));
        }
        work.addAll(staleClaims());
        return Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUniAndConcatenate(step -> step.onFailure()
                        .invoke(failure -> LOG.warnf("composition not kept up reason=%s", failure.getMessage()))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> replace(CompositionRecord composition, MixerRecord lost) {
        String event = composition.event();
        return claims.claim(event, composition.location(), 1).chain(claimed -> {
            if (claimed.isEmpty()) {
                return lost.state().equals(Placement.PENDING)
                        ? Uni.createFrom().voidItem()
                        : markLost(event, lost.id());
            }
            return move(event, lost, claimed.getFirst());
        });
    }

    private Uni<Void> markLost(String event, String node) {
        LOG.warnf("composition waits for a free mixer event=%s lost=%s", event, node);
        return store.change(event, stored -> stored.map(held -> Change.put(Placement.lost(held, node)))
                .orElse(Change.keep(null)));
    }

    private Uni<Void> move(String event, MixerRecord lost, NodeRecord to) {
        return store.change(event, stored -> stored.filter(held -> held.mixers().stream()
                                .anyMatch(mixer -> mixer.mixerName().equals(lost.mixerName())
                                        && mixer.id().equals(lost.id())))
                        .map(held -> Change.put(Placement.moved(held, lost.mixerName(), to), true))
                        .orElse(Change.keep(false)))
                .onFailure()
                .call(() -> claims.release(event, to.id()).onFailure().recoverWithNull())
                .chain(moved -> {
                    if (!moved) {
                        return claims.release(event, to.id());
                    }
                    LOG.infof("mixer replaced event=%s lost=%s by=%s", event, lost.id(), to.id());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> redirect(CompositionRecord composition, String lost) {
        Optional<NodeRecord> found =
                compositions.destination(composition.transcodeComposition(), composition.location());
        if (found.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String to = found.get().address();
        return store.change(composition.event(), stored -> stored.filter(held -> Placement.finalMixer(held)
                                .filter(mixer -> mixer.destination().equals(lost))
                                .isPresent())
                        .map(held -> {
                            CompositionRecord redirected = Placement.redirected(held, to);
                            return Change.put(redirected, Optional.of(redirected));
                        })
                        .orElse(Change.keep(Optional.empty())))
                .invoke(redirected -> redirected.ifPresent(now -> {
                    LOG.infof("composition redirected event=%s lost=%s to=%s", composition.event(), lost, to);
                    push.conferencesOf(now);
                }))
                .replaceWithVoid();
    }

    /** Claims whose composition was never stored, or does not use the node any more. */
    private List<Uni<Void>> staleClaims() {
        long now = clock.millis();
        Set<String> unused = new HashSet<>();
        List<Uni<Void>> releases = new ArrayList<>();
        for (NodeRecord node : nodes.all()) {
            String event = node.labels().get(Registration.COMPOSITION);
            boolean used = event == null
                    || view.find(event).stream()
                            .flatMap(composition -> composition.mixers().stream())
                            .anyMatch(mixer -> mixer.id().equals(node.id()));
            if (!used) {
                unused.add(node.id());
                if (now - unusedSince.computeIfAbsent(node.id(), id -> now) >= STALE_CLAIM.toMillis()) {
                    releases.add(claims.release(event, node.id()));
                }
            }
        }
        unusedSince.keySet().retainAll(unused);
        return releases;
    }
}
