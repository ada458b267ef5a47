package io.foyer.registry.domain.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.NodeRole;
import io.foyer.contract.NodeState;
import io.foyer.contract.StreamRecord;
import io.foyer.registry.domain.Some;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.domain.selection.Decision.Chosen;
import io.foyer.registry.domain.selection.Decision.NoNode;
import io.foyer.registry.domain.selection.Decision.NotPublished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Selection selection = new Selection(new Random(1));

    @Test
    void aFullOrExhaustedNodeIsNotChosen() {
        Candidate full = new Candidate(Some.origin("1"), Some.report(100), 0);
        Candidate exhausted =
                new Candidate(Some.origin("2"), new NodeReport(0, Some.LAUNCH, 0, 0, 0, 49, null, Map.of()), 0);
        assertThat(selection.toPublish(List.of(full, exhausted), List.of(), Wish.ANYWHERE))
                .isInstanceOf(NoNode.class);
        Candidate nearlyFull = new Candidate(Some.origin("3"), Some.report(98), 1);
        assertThat(chosen(selection.toPublish(List.of(full, exhausted, nearlyFull), List.of(), Wish.ANYWHERE)))
                .containsExactly("3");
    }

    @Test
    void aLiveNameIsSentToItsNodeEvenWhenThatIsFullOrLeaving() {
        NodeRecord leaving = Some.node("1", NodeRole.ORIGIN, NodeState.DRAINING, "local");
        List<Candidate> candidates = List.of(
                new Candidate(leaving, Some.report(100), 0), new Candidate(Some.origin("2"), Some.report(0), 0));
        assertThat(chosen(selection.toPublish(candidates, List.of(Some.stream("live", "a", leaving)), Wish.ANYWHERE)))
                .containsExactly("1");
    }

    @Test
    void aLiveNameOnASuspectGoesElsewhere() {
        NodeRecord suspect = Some.node("1", NodeRole.ORIGIN, NodeState.SUSPECT, "local");
        List<Candidate> candidates =
                List.of(new Candidate(suspect, Some.report(0), 0), new Candidate(Some.origin("2"), Some.report(0), 0));
        assertThat(chosen(selection.toPublish(candidates, List.of(Some.stream("live", "a", suspect)), Wish.ANYWHERE)))
                .containsExactly("2");
    }

    @Test
    void aBurstIsSpreadThoughNoReportShowsItYet() {
        Map<String, Integer> picks = new HashMap<>();
        for (int lookup = 0; lookup < 100; lookup++) {
            List<Candidate> candidates = new ArrayList<>();
            for (String id : List.of("1", "2", "3", "4")) {
                candidates.add(new Candidate(Some.origin(id), Some.report(10), picks.getOrDefault(id, 0)));
            }
            String id = chosen(selection.toPublish(candidates, List.of(), Wish.ANYWHERE))
                    .getFirst();
            picks.merge(id, 1, Integer::sum);
        }
        assertThat(picks.values()).allSatisfy(count -> assertThat(count).isBetween(20, 30));
    }

    @Test
    void whoWasOnlySentToANodeSteersOthersElsewhereButTurnsNobodyAway() {
        Candidate crowded = new Candidate(Some.origin("1"), Some.report(10), 5_000);
        Candidate quiet = new Candidate(Some.origin("2"), Some.report(99), 0);
        assertThat(chosen(selection.toPublish(List.of(crowded, quiet), List.of(), Wish.ANYWHERE)))
                .containsExactly("2");
        assertThat(chosen(selection.toPublish(List.of(crowded), List.of(), Wish.ANYWHERE)))
                .containsExactly("1");
        assertThat(chosen(subscribe(List.of(new Candidate(Some.edge("8"), Some.report(0), 5_000)), Some.origin("1"))))
                .containsExactly("8");
    }

    @Test
    void aStrictRegionIsNotLeftBecauseManyWereSentThere() {
        NodeRecord west = Some.node("1", NodeRole.ORIGIN, NodeState.INSERVICE, "west");
        NodeRecord east = Some.node("2", NodeRole.ORIGIN, NodeState.INSERVICE, "east");
        List<Candidate> candidates =
                List.of(new Candidate(west, Some.report(10), 100), new Candidate(east, Some.report(10), 0));
        assertThat(chosen(selection.toPublish(candidates, List.of(), new Wish(Set.of("west"), true, 1))))
                .containsExactly("1");
        assertThat(chosen(selection.toPublish(candidates, List.of(), new Wish(Set.of("west"), false, 1))))
                .containsExactly("2");
    }

    @Test
    void theBurstOfOneRoomGoesOnElsewhereWhenANodeHasEnoughOfIt() {
        Candidate hasEnough = new Candidate(Some.origin("1"), Some.report(0), 0, 50);
        Candidate busier = new Candidate(Some.origin("2"), Some.report(90), 0, 49);
        assertThat(chosen(selection.toPublish(List.of(hasEnough, busier), List.of(), Wish.ANYWHERE)))
                .containsExactly("2");
        assertThat(chosen(selection.toPublish(List.of(hasEnough), List.of(), Wish.ANYWHERE)))
                .containsExactly("1");
    }

    /** Ten nodes for a hundred each; everybody asks twice, and one in five loads the page again; reports come in between. */
    @Test
    void anEventThatJustFitsIsPlacedEvenlyThoughEverybodyAsksAgain() {
        long[] now = {1_000_000};
        RecentPicks picks = new RecentPicks(new InstantClock(now));
        Map<String, Set<Integer>> connected = new HashMap<>();
        Map<String, NodeReport> reports = new HashMap<>();
        for (int at = 0; at < 10; at++) {
            connected.put("" + at, new HashSet<>());
            reports.put("" + at, Some.report(0));
        }
        for (int person = 0; person < 1_000; person++) {
            String guid = "live/event_wr/p" + person;
            String placed = "";
            for (int lookup = 0; lookup < (person % 5 == 0 ? 3 : 2); lookup++) {
                List<Candidate> candidates = reports.keySet().stream()
                        .map(id -> new Candidate(
                                Some.origin(id),
                                reports.get(id),
                                picks.since(id, reports.get(id).heardAt()),
                                picks.ofRoom(id, "live/event_wr")))
                        .toList();
                placed = chosen(selection.toPublish(candidates, List.of(), Wish.ANYWHERE))
                        .getFirst();
                picks.add(placed, "live/event_wr", Optional.of(guid));
            }
            connected.get(placed).add(person);
            now[0] += 4;
            if (person % 250 == 249) {
                now[0] += 1_000;
                connected.forEach((id, people) -> reports.put(
                        id, new NodeReport(now[0], Some.LAUNCH, people.size(), 0, 0, null, null, Map.of())));
                now[0] += 1_000;
            }
        }
        assertThat(connected.values()).allSatisfy(people -> assertThat(people).hasSizeBetween(85, 115));
    }

    @Test
    void edgesOfAnotherGroupCannotReachTheStream() {
        NodeRecord origin = Some.origin("1");
        Candidate far = new Candidate(inGroup(Some.edge("8"), "other"), Some.report(0), 0);
        assertThat(chosen(subscribe(List.of(far), origin))).containsExactly("1");
    }

    @Test
    void fullEdgesDoNotSendTheirSubscribersToTheOrigin() {
        Candidate full = new Candidate(Some.edge("8"), Some.report(100), 0);
        assertThat(subscribe(List.of(full), Some.origin("1"))).isInstanceOf(NoNode.class);
    }

    @Test
    void anEdgeThatHasTheStreamIsPreferredUntilItIsNearlyFull() {
        NodeRecord origin = Some.origin("1");
        NodeRecord having = Some.edge("8");
        List<StreamRecord> copies = List.of(Some.stream("live", "a", origin), Some.stream("live", "a", having));
        List<Candidate> origins = List.of(new Candidate(origin, Some.report(0), 0));
        Candidate idle = new Candidate(Some.edge("9"), Some.report(0), 0);
        assertThat(chosen(selection.toSubscribe(
                        List.of(new Candidate(having, Some.report(79), 0), idle), origins, copies, Wish.ANYWHERE)))
                .containsExactly("8");
        assertThat(chosen(selection.toSubscribe(
                        List.of(new Candidate(having, Some.report(80), 0), idle), origins, copies, Wish.ANYWHERE)))
                .containsExactly("9");
    }

    @Test
    void aMixersOwnCopyIsNotAPublication() {
        NodeRecord mixer = Some.mixer("5");
        assertThat(selection.toSubscribe(
                        List.of(new Candidate(Some.edge("8"), Some.report(0), 0)),
                        List.of(),
                        List.of(Some.stream("live/room1", "room1", mixer)),
                        Wish.ANYWHERE))
                .isInstanceOf(NotPublished.class);
    }

    @Property(tries = 1_000)
    void whoeverIsChosenMeetsEveryConditionAndNobodyIsChosenTwice(
            @ForAll long seed, @ForAll @IntRange(max = 12) int size, @ForAll @IntRange(min = 1, max = 4) int wanted) {
        Random random = new Random(seed);
        List<Candidate> candidates = new ArrayList<>();
        for (int at = 0; at < size; at++) {
            NodeState state = NodeState.values()[random.nextInt(NodeState.values().length)];
            NodeRecord node = Some.node("n" + at, NodeRole.ORIGIN, state, random.nextBoolean() ? "west" : "east");
            candidates.add(new Candidate(node, Some.report(random.nextInt(120)), random.nextInt(5)));
        }
        boolean strict = random.nextBoolean();
        Wish wish = new Wish(Set.of("west"), strict, wanted);
        Decision decision = new Selection(random).toPublish(candidates, List.of(), wish);
        List<Candidate> fit = candidates.stream()
                .filter(candidate -> candidate.node().state() == NodeState.INSERVICE
                        && candidate.report().connections() < 100)
                .toList();
        Predicate<Candidate> west = candidate -> candidate.node().region().equals("west");
        Predicate<Candidate> arriving = candidate -> candidate.connections() < 100;
        List<String> eligible = (strict
                        ? preferred(fit.stream().filter(west).toList(), arriving)
                        : preferred(preferred(fit, arriving), west))
                .stream().map(candidate -> candidate.node().id()).toList();
        if (eligible.isEmpty()) {
            assertThat(decision).isInstanceOf(NoNode.class);
        } else {
            assertThat(chosen(decision))
                    .isSubsetOf(eligible)
                    .doesNotHaveDuplicates()
                    .hasSize(Math.min(wanted, eligible.size()));
        }
        assertThat(decision.steps().getFirst().left()).isEqualTo(size);
    }

    private static List<Candidate> preferred(List<Candidate> candidates, Predicate<Candidate> wanted) {
        List<Candidate> kept = candidates.stream().filter(wanted).toList();
        return kept.isEmpty() ? candidates : kept;
    }

    private Decision subscribe(List<Candidate> edges, NodeRecord origin) {
        return selection.toSubscribe(
                edges,
                List.of(new Candidate(origin, Some.report(0), 0)),
                List.of(Some.stream("live", "a", origin)),
                Wish.ANYWHERE);
    }

    private static NodeRecord inGroup(NodeRecord node, String group) {
        return new NodeRecord(
                node.id(),
                node.role(),
                node.address(),
                null,
                5080,
                false,
                node.region(),
                group,
                node.state(),
                0,
                false,
                100,
                Some.LAUNCH,
                List.of(),
                "default",
                "1",
                Map.of(),
                Set.of());
    }

    private static List<String> chosen(Decision decision) {
        assertThat(decision).isInstanceOf(Chosen.class);
        return ((Chosen) decision).nodes().stream().map(NodeRecord::id).toList();
    }
}
