package io.foyer.registry.domain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.registry.domain.Some;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TwoChoicesTest {
    @Property(tries = 500)
    void choosesAsManyDifferentOnesAsThereAre(
            @ForAll @IntRange(max = 20) int size, @ForAll @IntRange(min = 1, max = 25) int wanted, @ForAll long seed) {
        List<Candidate> candidates = candidates(size);
        List<Candidate> chosen = new TwoChoices(new Random(seed)).choose(candidates, wanted);
        assertThat(chosen).doesNotHaveDuplicates().hasSize(Math.min(size, wanted));
        assertThat(candidates).containsAll(chosen);
    }

    @Test
    void theBusiestIsNeverTakenWhileThereIsAnother() {
        List<Candidate> candidates = candidates(5);
        TwoChoices choices = new TwoChoices(new Random(7));
        for (int round = 0; round < 1_000; round++) {
            assertThat(choices.choose(candidates, 1).getFirst().node().id()).isNotEqualTo("n4");
        }
    }

    private static List<Candidate> candidates(int size) {
        return IntStream.range(0, size)
                .mapToObj(at -> new Candidate(Some.origin("n" + at), Some.report(at), 0))
                .toList();
    }
}
