package io.foyer.registry.domain.composition;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.domain.Some;
import io.foyer.registry.domain.composition.CompositionOrder.MixerOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final NodeRecord ORIGIN = Some.origin("1");
    private final CompositionRecord chain = Placement.place(
            order(mixer("first", "last"), mixer("last", "")),
            List.of(Some.mixer("7"), Some.mixer("8")),
            ORIGIN.address(),
            5);

    @Test
    void onlyOrdersThatLeadToOneFinalMixerAreTaken() {
        assertThat(order(mixer("a", "")).complaint()).isEmpty();
        assertThat(order(mixer("a", "b"), mixer("b", "c"), mixer("c", "")).complaint())
                .isEmpty();
        assertThat(order().complaint()).isPresent();
        assertThat(order(mixer("a", ""), mixer("b", "")).complaint()).isPresent();
        assertThat(order(mixer("a", ""), mixer("a", "")).complaint()).isPresent();
        assertThat(order(mixer("a", "x"), mixer("b", "")).complaint()).isPresent();
        assertThat(order(mixer("a", "b"), mixer("b", "a"), mixer("c", "")).complaint())
                .isPresent();
    }

    @Test
    void everyMixerForwardsToTheNextAndTheLastToTheDestination() {
        assertThat(chain.mixers())
                .extracting(MixerRecord::destination)
                .containsExactly(Some.address("8"), ORIGIN.address());
        assertThat(chain.mixers().getFirst().mixingPage()).isEqualTo("https://p/?x=1&type=cef&cef-id=7");
        assertThat(chain.mixers()).extracting(MixerRecord::state).containsOnly("pending");
    }

    @Test
    void aMovedMixerStartsAnewAndTheOneBeforeItFollows() {
        CompositionRecord moved =
                Placement.moved(Placement.followed(chain, "8", Map.of("last", "composing")), "last", Some.mixer("9"));
        MixerRecord last = moved.mixers().getLast();
        assertThat(last.id()).isEqualTo("9");
        assertThat(last.state()).isEqualTo("pending");
        assertThat(last.mixingPage()).isEqualTo("https://p/?x=1&type=cef&cef-id=9");
        assertThat(moved.mixers().getFirst().destination()).isEqualTo(Some.address("9"));
    }

    @Test
    void aRedirectedCompositionKeepsItsMixers() {
        CompositionRecord redirected = Placement.redirected(chain, "10.9.9.9");
        assertThat(redirected.mixers())
                .extracting(MixerRecord::destination)
                .containsExactly(Some.address("8"), "10.9.9.9");
    }

    @Test
    void statesFollowTheNodeThatReportsAndNoOther() {
        CompositionRecord followed = Placement.followed(chain, "7", Map.of("first", "composing"));
        assertThat(followed.mixers()).extracting(MixerRecord::state).containsExactly("composing", "pending");
        assertThat(Placement.followed(followed, "8", Map.of()).mixers())
                .extracting(MixerRecord::state)
                .containsExactly("composing", "pending");
        assertThat(Placement.lost(followed, "7")).isEqualTo(chain);
    }

    @Test
    void aConferenceIsJoinedWhereItsCompositeArrived() {
        CompositionRecord composing = Placement.followed(chain, "8", Map.of("last", "composing"));
        StreamRecord composite = Some.stream("live/room1", "room1", ORIGIN);
        assertThat(join("live/room1", composing, List.of(composite)))
                .isEqualTo(new Join.Ready("room1", ORIGIN.address()));
        assertThat(join("live/room1", chain, List.of(composite))).isInstanceOf(Join.NotYet.class);
        assertThat(join("live/room1", composing, List.of())).isInstanceOf(Join.NotYet.class);
        assertThat(join("other/room1", composing, List.of(composite))).isInstanceOf(Join.NotYet.class);
        assertThat(join("live/room2", composing, List.of(composite))).isInstanceOf(Join.NotYet.class);
        assertThat(join("live", composing, List.of(composite))).isInstanceOf(Join.NotYet.class);
        StreamRecord elsewhere = Some.stream("live/room1", "room1", Some.origin("2"));
        assertThat(join("live/room1", composing, List.of(elsewhere))).isInstanceOf(Join.NotYet.class);
        StreamRecord atMixerOnly = Some.stream("live/room1", "room1", Some.mixer("8"));
        assertThat(join("live/room1", composing, List.of(atMixerOnly))).isInstanceOf(Join.NotYet.class);
    }

    @Test
    void nestedRoomsAreMatchedByEverythingAfterTheApplication() {
        CompositionOrder nested = new CompositionOrder(
                "a/b",
                false,
                List.of(),
                List.of(new MixerOrder("m", "https://p/?x=1", "a/b", "live/a/b", 1280, 720, 30, 1500, true, "")));
        CompositionRecord composing = Placement.followed(
                Placement.place(nested, List.of(Some.mixer("7")), ORIGIN.address(), 1), "7", Map.of("m", "composing"));
        Join join = Join.decide(
                "live/a/b",
                event -> event.equals("a/b") ? Optional.of(composing) : Optional.empty(),
                guid -> guid.equals("live/a/b/a/b") ? List.of(Some.stream("live/a/b/a", "b", ORIGIN)) : List.of());
        assertThat(join).isEqualTo(new Join.Ready("a/b", ORIGIN.address()));
    }

    private static Join join(String scope, CompositionRecord composition, List<StreamRecord> copies) {
        return Join.decide(
                scope,
                event -> Optional.of(composition).filter(known -> known.event().equals(event)),
                guid -> copies.stream()
                        .filter(stream -> stream.guid().equals(guid))
                        .toList());
    }

    private static CompositionOrder order(MixerOrder... mixers) {
        return new CompositionOrder("room1", false, List.of("local"), List.of(mixers));
    }

    private static MixerOrder mixer(String name, String next) {
        return new MixerOrder(name, "https://p/?x=1", "room1", "live/room1", 1280, 720, 30, 1500, true, next);
    }
}
