package io.foyer.registry.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.registry.domain.Some;
import io.foyer.registry.domain.node.Registration.Arrival;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final Registration registration =
            new Registration(new LifeCycle(LifeCycleTimes.forHeartbeat(Duration.ofSeconds(10))));

    @Test
    void aSecondHeartbeatLikeTheFirstChangesNothing() {
        NodeRecord first = known(registration.heard(Optional.empty(), Some.beat("1", Some.LAUNCH, false), 500));
        assertThat(first.state()).isEqualTo(NodeState.INSERVICE);
        assertThat(first.stateSince()).isEqualTo(500);
        assertThat(known(registration.heard(Optional.of(first), Some.beat("1", Some.LAUNCH, false), 900)))
                .isEqualTo(first);
    }

    @Test
    void anotherLaunchTimeIsAnotherNodeAndForgetsWhatOperatorsSaidOfTheFormer() {
        NodeRecord former = Registration.withLabel(
                Registration.sunset(registration.askToLeave(Some.origin("1"), 5).orElseThrow()),
                Registration.COMPOSITION,
                "room1");
        Arrival arrival = registration.heard(Optional.of(former), Some.beat("1", Some.LAUNCH + 1, false), 900);
        assertThat(arrival).isInstanceOf(Arrival.Restarted.class);
        NodeRecord node = ((Arrival.Restarted) arrival).node();
        assertThat(node.state()).isEqualTo(NodeState.INSERVICE);
        assertThat(node.stateSince()).isEqualTo(900);
        assertThat(node.sunset()).isFalse();
        assertThat(node.labels()).containsOnlyKeys(Registration.COMPOSITION);
    }

    @Test
    void whatOperatorsSaidStaysWhileTheProcessLives() {
        NodeRecord asked =
                Registration.sunset(registration.askToLeave(Some.origin("1"), 5).orElseThrow());
        assertThat(known(registration.heard(Optional.of(asked), Some.beat("1", Some.LAUNCH, false), 900)))
                .isEqualTo(asked);
    }

    @Test
    void anUnknownNodeThatIsAboutToLeaveIsNotTakenIn() {
        assertThat(registration.heard(Optional.empty(), Some.beat("1", Some.LAUNCH, true), 5))
                .isEqualTo(new Arrival.NotTaken());
    }

    @Test
    void aListedNodeThatReportsIsKnownFromBothSources() {
        NodeRecord listed = Registration.withSources(
                Some.node("1", NodeRole.EDGE, NodeState.RUNNING, "west"), Set.of(Registration.STATIC));
        NodeRecord node = known(registration.heard(Optional.of(listed), Some.beat("1", Some.LAUNCH, false), 9));
        assertThat(node.sources()).containsExactlyInAnyOrder(Registration.STATIC, Registration.HEARTBEAT);
        assertThat(node.region()).isEqualTo("local");
        assertThat(node.role()).isEqualTo(NodeRole.ORIGIN);
        assertThat(node.state()).isEqualTo(NodeState.INSERVICE);
    }

    private static NodeRecord known(Arrival arrival) {
        return ((Arrival.Known) arrival).node();
    }
}
