package io.foyer.registry.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.domain.Some;
import io.foyer.registry.domain.stream.StreamListing.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamListingTest {
    private static final NodeRecord ORIGIN = Some.origin("1");
    private static final NodeRecord EDGE = Some.edge("8");
    private static final StreamRecord ALICE = Some.stream("live/room1", "alice", ORIGIN);

    @Test
    void withoutEdgesTheOriginStandsInForOne() {
        assertThat(list(List.of(ALICE), List.of()))
                .extracting(Entry::type, Entry::serverAddress)
                .containsExactly(tuple(NodeRole.ORIGIN, ORIGIN.address()), tuple(NodeRole.EDGE, ORIGIN.address()));
    }

    @Test
    void anEdgeThatDoesNotHaveItYetIsNamed() {
        assertThat(list(List.of(ALICE), List.of(EDGE)))
                .extracting(Entry::serverAddress)
                .containsExactly(ORIGIN.address(), EDGE.address());
    }

    @Test
    void anEdgeThatIsNotInServiceIsNotNamed() {
        NodeRecord suspect = Some.node("9", NodeRole.EDGE, NodeState.SUSPECT, "local");
        assertThat(list(List.of(ALICE), List.of(suspect)))
                .extracting(Entry::serverAddress)
                .containsExactly(ORIGIN.address(), ORIGIN.address());
    }

    @Test
    void whatAnEdgeHasIsNotNamedTwice() {
        assertThat(list(List.of(ALICE, Some.stream("live/room1", "alice", EDGE)), List.of(EDGE)))
                .hasSize(2);
    }

    @Test
    void aMixersOwnStreamIsListedAsSuchAndNotAsAvailable() {
        StreamRecord composite = Some.stream("live/room1", "room1", Some.mixer("5"));
        assertThat(list(List.of(composite), List.of(EDGE)))
                .extracting(Entry::type)
                .containsExactly(NodeRole.MIXER);
    }

    @Test
    void aStreamOfAnUnknownNodeHasNoRegion() {
        StreamRecord stray = Some.stream("live", "bob", Some.origin("77"));
        assertThat(StreamListing.list(List.of(stray), List.of(), address -> Optional.empty()))
                .extracting(Entry::region)
                .containsOnlyNulls();
    }

    private static List<Entry> list(List<StreamRecord> streams, List<NodeRecord> edges) {
        return StreamListing.list(streams, edges, address -> Optional.of(ORIGIN));
    }
}
