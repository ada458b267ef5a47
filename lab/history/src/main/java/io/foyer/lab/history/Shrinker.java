package io.foyer.lab.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a history that fails shorter, by leaving out as much as possible while it still fails. */
final class Shrinker {
    private Shrinker() {}

    /**
     * First halves are left out, then quarters, down to single steps.
     *
     * @param fails runs a history; it must not change it
     * @param runs the maximum of runs
     * @param time no run begins after it
     */
    static <T> List<T> shrink(List<T> history, Predicate<List<T>> fails, int runs, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        List<T> shortest = List.copyOf(history);
        int left = runs;
        for (int size = Math.max(1, history.size() / 2); ; size = size / 2) {
            for (int from = shortest.size() - size; from > -size; from -= size) {
                if (left-- <= 0 || System.nanoTime() > deadline) {
                    return shortest;
                }
                int start = Math.max(0, from);
                List<T> shorter = new ArrayList<>(shortest.subList(0, start));
                shorter.addAll(shortest.subList(Math.min(from + size, shortest.size()), shortest.size()));
                if (shorter.size() < shortest.size() && fails.test(List.copyOf(shorter))) {
                    shortest = List.copyOf(shorter);
                }
            }
            if (size == 1) {
                return shortest;
            }
        }
    }
}
