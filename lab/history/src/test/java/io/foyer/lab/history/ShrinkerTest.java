package io.foyer.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void only_what_makes_it_fail_stays() {
        List<Integer> shortest =
                Shrinker.shrink(HUNDRED, history -> history.containsAll(List.of(3, 77)), 1_000, Duration.ofMinutes(1));

        assertThat(shortest).containsExactly(3, 77);
    }

    @Test
    void the_number_of_runs_is_bounded() {
        AtomicInteger runs = new AtomicInteger();

        Shrinker.shrink(
                HUNDRED, history -> runs.incrementAndGet() > 0 && history.contains(3), 5, Duration.ofMinutes(1));

        assertThat(runs).hasValue(5);
    }
}
