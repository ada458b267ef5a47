package io.foyer.room.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.room.domain.Outcome.Changed;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoomPropertyTest {
    private static final RoomKey KEY = new RoomKey("live/room1");

    @Property
    void theRulesOfARoomHoldAfterAnyCommands(@ForAll("commands") List<RoomCommand> commands) {
        Room room = Room.empty(KEY);
        for (RoomCommand command : commands) {
            Outcome outcome = room.apply(command);

            assertThat(outcome instanceof Changed).isEqualTo(!outcome.room().equals(room));
            room = outcome.room();
            assertThat(room.active()).doesNotHaveDuplicates();
            assertThat(room.conference()).doesNotHaveDuplicates();
            assertThat(Collections.disjoint(room.active(), room.excluded())).isTrue();
            assertThat(Collections.disjoint(room.conference(), room.excluded())).isTrue();
            assertThat(room.excluded()).doesNotHaveDuplicates();
            assertThat(room.presenter().isPresent())
                    .isEqualTo(!room.conference().isEmpty());
            assertThat(room.presenter().stream().allMatch(room.conference()::contains))
                    .isTrue();
        }
    }

    @Property
    void everyCommandIsIdempotent(
            @ForAll("commands") List<RoomCommand> before, @ForAll("command") RoomCommand command) {
        Room once = applied(Room.empty(KEY), before).apply(command).room();

        assertThat(once.apply(command).room()).isEqualTo(once);
    }

    @Property
    void orderOnlyPermutesTheConference(
            @ForAll("commands") List<RoomCommand> before, @ForAll("name") String name, @ForAll int position) {
        Room room = applied(Room.empty(KEY), before);

        Room ordered = room.apply(new RoomCommand.Order(name, position)).room();

        assertThat(ordered.conference()).containsExactlyInAnyOrderElementsOf(room.conference());
        assertThat(ordered.presenter()).isEqualTo(room.presenter());
        assertThat(ordered.active()).isEqualTo(room.active());
    }

    @Property
    void aCommandAboutOneStreamLeavesTheOthersInTheirOrder(
            @ForAll("commands") List<RoomCommand> before, @ForAll("command") RoomCommand command) {
        Room room = applied(Room.empty(KEY), before);

        Room next = room.apply(command).room();

        assertThat(others(next.active(), command)).isEqualTo(others(room.active(), command));
        assertThat(others(next.conference(), command)).isEqualTo(others(room.conference(), command));
    }

    @Property
    void whateverWasStoredBecomesARoomThatKeepsTheRules(
            @ForAll("names") List<String> active,
            @ForAll("names") List<String> excluded,
            @ForAll("names") List<String> conference,
            @ForAll("name") String presenter) {
        Room room = new Room(KEY, active, excluded, conference, Optional.of(presenter));

        assertThat(room.active()).doesNotHaveDuplicates();
        assertThat(room.conference()).doesNotHaveDuplicates();
        assertThat(Collections.disjoint(room.active(), room.excluded())).isTrue();
        assertThat(Collections.disjoint(room.conference(), room.excluded())).isTrue();
        assertThat(room.presenter().isPresent()).isEqualTo(!room.conference().isEmpty());
    }

    @Provide
    Arbitrary<String> name() {
        return Arbitraries.of("a", "b", "c", "d", "e_screenshare");
    }

    @Provide
    Arbitrary<List<String>> names() {
        return name().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<RoomCommand> command() {
        Arbitrary<String> name = name();
        return Arbitraries.oneOf(
                name.map(RoomCommand.Post::new),
                name.map(RoomCommand.Delete::new),
                name.map(RoomCommand.Exclude::new),
                name.map(RoomCommand.Promote::new),
                name.map(RoomCommand.Demote::new),
                name.map(RoomCommand.MakePresenter::new),
                Combinators.combine(name, Arbitraries.integers().between(-2, 7)).as(RoomCommand.Order::new),
                name.map(RoomCommand.Publish::new),
                Combinators.combine(name, Arbitraries.of(true, false)).as(RoomCommand.Unpublish::new),
                name.map(RoomCommand.GiveUpPlace::new));
    }

    @Provide
    Arbitrary<List<RoomCommand>> commands() {
        return command().list().ofMaxSize(25);
    }

    private static Room applied(Room room, List<RoomCommand> commands) {
        Room now = room;
        for (RoomCommand command : commands) {
            now = now.apply(command).room();
        }
        return now;
    }

    private static List<String> others(List<String> names, RoomCommand command) {
        return names.stream().filter(name -> !name.equals(command.stream())).toList();
    }
}
