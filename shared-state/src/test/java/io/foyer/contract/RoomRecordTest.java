package io.foyer.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.contract.RoomRecord.Choice;
import io.foyer.contract.RoomRecord.Exclusion;
import io.foyer.contract.RoomRecord.Promotion;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RoomRecordTest {
    @Test
    void theYoungerDecisionAboutANameCounts() {
        RoomRecord promoted = RoomRecord.empty("live/r").withPromotion("a", new Promotion(5, "h", 1, 10, false));
        RoomRecord demoted = RoomRecord.empty("live/r").withPromotion("a", new Promotion(6, "h", 2, 0, true));

        assertThat(RoomRecord.merged(promoted, demoted)).isEqualTo(demoted);
        assertThat(RoomRecord.merged(demoted, promoted)).isEqualTo(demoted);
    }

    @Test
    void whatEitherCopyKnowsIsKept() {
        RoomRecord one = RoomRecord.empty("live/r").withExclusion("a", new Exclusion(5, "h", 1, 0, "noise", false));
        RoomRecord other = RoomRecord.empty("live/r").withPromotion("b", new Promotion(6, "h", 2, 10, false));

        RoomRecord merged = RoomRecord.merged(one, other);

        assertThat(merged.excluded()).containsOnlyKeys("a");
        assertThat(merged.promoted()).containsOnlyKeys("b");
    }

    @Test
    void whatOneCopyDroppedDoesNotComeBack() {
        RoomRecord old = RoomRecord.empty("live/r").withPromotion("a", new Promotion(5, "h", 1, 10, false));
        RoomRecord dropped = new RoomRecord("live/r", Map.of(), Map.of(), null, 7);

        assertThat(RoomRecord.merged(old, dropped).promoted()).isEmpty();
        assertThat(RoomRecord.merged(dropped, old).promoted()).isEmpty();
    }

    @Property
    void mergingIsTheSameInWhateverOrderAndHoweverOften(
            @ForAll("records") RoomRecord a, @ForAll("records") RoomRecord b, @ForAll("records") RoomRecord c) {
        RoomRecord ab = RoomRecord.merged(a, b);
        assertThat(RoomRecord.merged(b, a)).isEqualTo(ab);
        assertThat(RoomRecord.merged(ab, b)).isEqualTo(ab);
        assertThat(RoomRecord.merged(ab, c)).isEqualTo(RoomRecord.merged(a, RoomRecord.merged(b, c)));
    }

    @Property
    void aRecordIsReadAsItWasWritten(@ForAll("records") RoomRecord room) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readValue(json.writeValueAsString(room), RoomRecord.class))
                .isEqualTo(room);
    }

    /** A record never has an entry that its own floor says was dropped. */
    @Provide
    Arbitrary<RoomRecord> records() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "c");
        Arbitrary<Long> floor = Arbitraries.longs().between(0, 4);
        Arbitrary<Long> versions = Arbitraries.longs().between(5, 9);
        Arbitrary<Exclusion> exclusions = Combinators.combine(versions, Arbitraries.of(true, false))
                .as((version, lifted) -> new Exclusion(version, "h", version, 0, null, lifted));
        Arbitrary<Promotion> promotions = Combinators.combine(
                        versions, Arbitraries.of(true, false), Arbitraries.of(1L, 2L))
                .as((version, ended, rank) -> new Promotion(version, "h", version, rank, ended));
        Arbitrary<Choice> choices =
                Combinators.combine(versions, names).as(Choice::new).injectNull(0.3);
        return Combinators.combine(
                        Arbitraries.maps(names, exclusions).ofMaxSize(3),
                        Arbitraries.maps(names, promotions).ofMaxSize(3),
                        choices,
                        floor)
                .as((excluded, promoted, choice, dropped) ->
                        new RoomRecord("live/r", excluded, promoted, choice, dropped));
    }

    @Test
    void breaksAreRememberedAsFarAsTheyCanMatter() {
        Presence presence = Presence.began(0);
        for (long[] pause : List.of(new long[] {100, 20}, new long[] {200, 5}, new long[] {300, 10})) {
            presence = Presence.began(pause[0] + pause[1]).continuing(presence.ended(pause[0]));
        }

        assertThat(presence.since()).isZero();
        assertThat(presence.brokenAfter(0, 19)).isTrue();
        assertThat(presence.brokenAfter(0, 20)).isFalse();
        assertThat(presence.brokenAfter(150, 9)).isTrue();
        assertThat(presence.brokenAfter(150, 10)).isFalse();
        assertThat(presence.brokenAfter(301, 0)).isFalse();
    }

    @Test
    void whoComesBackAfterMoreThanAMinuteBeginsAnew() {
        Presence left = Presence.began(0).ended(1_000);

        assertThat(Presence.began(1_000 + Presence.REMEMBERED_MILLIS)
                        .continuing(left)
                        .since())
                .isZero();
        assertThat(Presence.began(1_001 + Presence.REMEMBERED_MILLIS)
                        .continuing(left)
                        .since())
                .isEqualTo(1_001 + Presence.REMEMBERED_MILLIS);
    }
}
