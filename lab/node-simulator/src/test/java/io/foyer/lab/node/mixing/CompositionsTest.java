package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositionsTest {
    private final List<String> told = new ArrayList<>();
    private final Compositions compositions = new Compositions(order -> {
        told.add("start " + order.event() + " to " + order.destination());
        return new Compositions.Running() {
            @Override
            public String state() {
                return "composing";
            }

            @Override
            public void stop() {
                told.add("stop " + order.event());
            }
        };
    });

    @Test
    void exactlyWhatIsListedRuns() {
        compositions.become(List.of(order("room1", "10.0.0.1"), order("room2", "10.0.0.1")));
        compositions.become(List.of(order("room1", "10.0.0.1"), order("room2", "10.0.0.1")));
        compositions.become(List.of(order("room2", "10.0.0.1")));

        assertThat(told).containsExactly("start room1 to 10.0.0.1", "start room2 to 10.0.0.1", "stop room1");
        assertThat(compositions.states()).containsExactly(new Compositions.State("room2", "mixer", "composing"));
    }

    @Test
    void aMixerWithAnotherDestinationIsStartedAnew() {
        compositions.become(List.of(order("room1", "10.0.0.1")));
        compositions.become(List.of(order("room1", "10.0.0.2")));

        assertThat(told).containsExactly("start room1 to 10.0.0.1", "stop room1", "start room1 to 10.0.0.2");
    }

    private static MixOrder order(String event, String destination) {
        return new MixOrder(event, "mixer", "https://h/", "live/" + event, event, destination, true);
    }
}
