package io.foyer.registry.event;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.StreamRecord;
import io.foyer.name.Guid;
import io.foyer.registry.composition.CompositionView;
import io.foyer.registry.domain.composition.Join;
import io.foyer.registry.domain.selection.Decision;
import io.foyer.registry.domain.selection.RecentPicks;
import io.foyer.registry.domain.selection.Selection;
import io.foyer.registry.domain.selection.Wish;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.provision.ProvisionView;
import io.foyer.registry.stream.StreamView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Answers which node to use, from memory and at once. */
@ApplicationScoped
public class Lookups {
    private final NodeView nodes;
    private final StreamView streams;
    private final CompositionView compositions;
    private final ProvisionView provisions;
    private final Selection selection;
    private final RecentPicks picks;

    public Lookups(
            NodeView nodes,
            StreamView streams,
            CompositionView compositions,
            ProvisionView provisions,
            Selection selection,
            RecentPicks picks) {
        this.nodes = nodes;
        this.streams = streams;
        this.compositions = compositions;
        this.provisions = provisions;
        this.selection = selection;
        this.picks = picks;
    }

    /** What a client is about to do. */
    public enum Action {
        BROADCAST,
        SUBSCRIBE
    }

    /** A choice that is acted upon: the first choice counts as a bit busier until it reports. */
    public Decision find(Guid stream, Action action, boolean transcode, Wish wish) {
        Decision decision = explain(stream, action, transcode, wish);
        if (decision instanceof Decision.Chosen(List<NodeRecord> chosen, var steps)) {
            sent(chosen.getFirst(), stream, action);
        }
        return decision;
    }

    private void sent(NodeRecord to, Guid stream, Action action) {
        switch (action) {
            case BROADCAST -> {
                // Nobody is on the way to where the stream is already: somebody asked where that is.
                if (streams.copies(stream.toString()).stream()
                        .noneMatch(copy -> copy.address().equals(to.address()))) {
                    picks.add(to.id(), stream.scope().text(), Optional.of(stream.toString()));
                }
            }
            case SUBSCRIBE -> picks.add(to.id(), stream.scope().text(), Optional.empty());
        }
    }

    /** The same choice, without consequences. */
    public Decision explain(Guid stream, Action action, boolean transcode, Wish wish) {
        String guid = stream.toString();
        Collection<StreamRecord> copies = streams.copies(guid);
        return switch (action) {
            case BROADCAST -> {
                NodeRole role = transcode && isStreamProvision(guid) ? NodeRole.TRANSCODER : NodeRole.ORIGIN;
                yield selection.toPublish(nodes.candidates(stream.scope().text(), role), copies, wish);
            }
            case SUBSCRIBE ->
                selection.toSubscribe(
                        nodes.candidates(stream.scope().text(), NodeRole.EDGE),
                        nodes.candidates(stream.scope().text(), NodeRole.ORIGIN, NodeRole.TRANSCODER),
                        copies,
                        wish);
        };
    }

    public Join join(String scope) {
        return Join.decide(scope, compositions::find, streams::copies);
    }

    private boolean isStreamProvision(String guid) {
        return provisions
                .find(guid)
                .filter(provision -> !ProvisionView.isConference(provision))
                .isPresent();
    }
}
