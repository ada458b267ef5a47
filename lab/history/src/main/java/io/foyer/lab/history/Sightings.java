package io.foyer.lab.history;

import io.foyer.lab.history.Client.Seen;
import io.foyer.lab.history.Client.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether what one client saw is an allowed sequence of states: of the states that the model went through, some may have
 * been left out, but none was invented and the order is the model's.
 *
 * <p>Lists depend on two records that reach a replica independently, a decision and a stream, so whole lists are not compared:
 * exclusions are one record and are; of every other name it is checked that it did not come and go more often than it did.
 */
final class Sightings {
    private Sightings() {}

    /** @param states of the model, in order, from the one that was current when the client connected or before */
    static Optional<String> fault(List<Seen> seen, List<Shown> states) {
        return excludedIsNotShown(seen)
                .or(() -> inOrder(seen, states))
                .or(() -> comings(seen, states, "active", Shown::active))
                .or(() -> comings(seen, states, "conference", Shown::conference));
    }

    private static Optional<String> excludedIsNotShown(List<Seen> seen) {
        for (Seen each : seen) {
            List<String> list =
                    switch (each.type()) {
                        case "active" -> each.shown().active();
                        case "conference" -> each.shown().conference();
                        default -> List.of();
                    };
            for (String name : list) {
                if (each.shown().excluded().contains(name)) {
                    return Optional.of(name + " is in " + each.message() + " after excluded "
                            + each.shown().excluded());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inOrder(List<Seen> seen, List<Shown> states) {
        int current = 0;
        for (Seen each : seen) {
            if (each.type().equals("excluded")) {
                Set<String> wanted = new HashSet<>(each.shown().excluded());
                int next = current;
                while (next < states.size()
                        && !wanted.equals(new HashSet<>(states.get(next).excluded()))) {
                    next++;
                }
                if (next == states.size()) {
                    return Optional.of(each.message() + " is no state of the room, or one that was already left");
                }
                current = next;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> comings(
            List<Seen> seen, List<Shown> states, String type, Function<Shown, List<String>> list) {
        List<List<String>> shown = seen.stream()
                .filter(each -> each.type().equals(type))
                .map(each -> list.apply(each.shown()))
                .toList();
        Set<String> names = new HashSet<>();
        shown.forEach(names::addAll);
        List<List<String>> real = states.stream().map(list).toList();
        for (String name : names) {
            List<Boolean> seenChanges = changes(name, shown);
            List<Boolean> realChanges = changes(name, real);
            int allowed = realChanges.size() - (seenChanges.getFirst().equals(realChanges.getFirst()) ? 0 : 1);
            if (seenChanges.size() > allowed) {
                return Optional.of(name + " came to or left " + type + " " + (seenChanges.size() - 1)
                        + " times before the eyes of a client, and really " + Math.max(allowed - 1, 0));
            }
        }
        return Optional.empty();
    }

    /** In the list or not, repetitions left out. */
    private static List<Boolean> changes(String name, Collection<List<String>> lists) {
        List<Boolean> changes = new ArrayList<>();
        for (List<String> list : lists) {
            boolean in = list.contains(name);
            if (changes.isEmpty() || changes.getLast() != in) {
                changes.add(in);
            }
        }
        return changes;
    }
}
