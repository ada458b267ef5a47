package io.foyer.lab.node.mixing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The mixers this node runs: exactly those the registry listed last. */
public final class Compositions {
    /** A mixer in a heartbeat: {@code state} is pending, inservice or composing. */
    public record State(String event, String mixerName, String state) {}

    /** A mixer at work. */
    public interface Running {
        String state();

        void stop();
    }

    private final Function<MixOrder, Running> starter;
    private final Map<String, Entry> running = new TreeMap<>();

    public Compositions(Function<MixOrder, Running> starter) {
        this.starter = starter;
    }

    /** Starts what is new, stops what is not listed, and restarts what is listed with other settings. */
    public synchronized void become(List<MixOrder> orders) {
        running.values().removeIf(entry -> {
            boolean gone = !orders.contains(entry.order);
            if (gone) {
                entry.mixer.stop();
            }
            return gone;
        });
        for (MixOrder order : orders) {
            running.computeIfAbsent(order.key(), key -> new Entry(order, starter.apply(order)));
        }
    }

    public synchronized List<State> states() {
        List<State> states = new ArrayList<>();
        running.values()
                .forEach(entry ->
                        states.add(new State(entry.order.event(), entry.order.mixerName(), entry.mixer.state())));
        return states;
    }

    public void stopAll() {
        become(List.of());
    }

    private record Entry(MixOrder order, Running mixer) {}
}
