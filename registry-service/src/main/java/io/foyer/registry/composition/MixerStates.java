package io.foyer.registry.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.Tables;
import io.foyer.registry.domain.composition.Placement;
import io.foyer.registry.domain.node.NodeHeartbeat.ReportedMixer;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Lets the states of compositions follow what their mixers report. */
@ApplicationScoped
public class MixerStates {
    private static final Logger LOG = Logger.getLogger(MixerStates.class);

    private final Store<CompositionRecord> store;
    private final CompositionView view;

    public MixerStates(SharedState state, CompositionView view) {
        this.store = state.store(Tables.COMPOSITIONS);
        this.view = view;
    }

    /** Takes what a mixer node says it is doing; only what differs from the record is written. */
    public Uni<Void> follow(NodeRecord node, List<ReportedMixer> reported) {
        List<Uni<Void>> writes = view.all().stream()
                .filter(composition -> composition.mixers().stream()
                        .anyMatch(mixer -> mixer.id().equals(node.id())))
                .flatMap(composition -> {
                    Map<String, String> states = reported.stream()
                            .filter(mixer -> mixer.event().equals(composition.event()))
                            .collect(Collectors.toMap(
                                    ReportedMixer::mixerName, ReportedMixer::state, (one, other) -> other));
                    UnaryOperator<CompositionRecord> step = held -> Placement.followed(held, node.id(), states);
                    return step.apply(composition).equals(composition)
                            ? Stream.empty()
                            : Stream.of(write(composition.event(), node.id(), step));
                })
                .toList();
        return writes.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine().all().unis(writes).discardItems();
    }

    private Uni<Void> write(String event, String node, UnaryOperator<CompositionRecord> step) {
        return store.change(event, stored -> stored.map(held -> Change.put(step.apply(held), true))
                        .orElse(Change.keep(false)))
                .invoke(known -> LOG.debugf("mixer reported event=%s node=%s known=%s", event, node, known))
                .replaceWithVoid();
    }
}
